using Newtonsoft.Json.Linq;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

/// <summary>No request fails, however broken the text is and wherever the cursor stands.</summary>
public sealed class BrokenTextTests
{
    private const string Uri = "file:///nowhere/a.topo";
    private const int RequestFailed = -32803;

    private static readonly string[] AtPlaces =
    [
        "textDocument/completion",
        "textDocument/hover",
        "textDocument/signatureHelp",
        "textDocument/definition",
        "textDocument/typeDefinition",
        "textDocument/references",
        "textDocument/documentHighlight",
        "textDocument/prepareRename",
        "textDocument/rename",
        "textDocument/prepareCallHierarchy",
        "textDocument/selectionRange",
        "textDocument/codeAction",
        "textDocument/onTypeFormatting",
    ];

    private static readonly string[] OfFiles =
    [
        "textDocument/documentSymbol",
        "textDocument/foldingRange",
        "textDocument/semanticTokens/full",
        "textDocument/codeLens",
        "textDocument/documentLink",
        "textDocument/formatting",
        "textDocument/inlayHint",
    ];

    [Fact]
    public async Task Every_request_is_answered_in_a_text_that_is_cut_off_or_has_lost_a_piece()
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(Uri, "");
        var random = new Random(20261121);
        for (var version = 2; version < 30; version++)
        {
            var (one, other) = (random.Next(Texts.Stale.Length), random.Next(Texts.Stale.Length));
            var text =
                version % 2 == 0 ? Texts.Stale[..one] : Texts.Stale.Remove(Math.Min(one, other), Math.Abs(one - other));
            await session.ReplaceAsync(Uri, version, text);
            var cursor = SourceText
                .From(text)
                .PositionOf(version % 3 == 0 ? text.Length : random.Next(text.Length + 1));
            var position = new JObject { ["line"] = cursor.Line, ["character"] = cursor.Character };
            foreach (var method in AtPlaces.Concat(OfFiles))
            {
                var answer = await session.Client.RequestAsync(method, Parameters(position));
                Assert.True(
                    answer["error"] is null || (int)answer["error"]!["code"]! == RequestFailed,
                    $"{method} at {cursor}: {answer}\n{text}"
                );
            }
        }
    }

    private static JObject Parameters(JObject position) =>
        new()
        {
            ["textDocument"] = new JObject { ["uri"] = Uri },
            ["position"] = position.DeepClone(),
            ["positions"] = new JArray(position.DeepClone()),
            ["range"] = new JObject { ["start"] = position.DeepClone(), ["end"] = position.DeepClone() },
            ["context"] = new JObject { ["includeDeclaration"] = true, ["diagnostics"] = new JArray() },
            ["newName"] = "other",
            ["ch"] = "}",
            ["options"] = new JObject { ["tabSize"] = 2, ["insertSpaces"] = true },
        };
}
