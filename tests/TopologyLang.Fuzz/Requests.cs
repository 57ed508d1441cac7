using Newtonsoft.Json.Linq;

namespace TopologyLang.Fuzz;

/// <summary>Every request of docs/features.md, with parameters that hold what any of them asks for.</summary>
internal static class Requests
{
    public static readonly string[] All =
    [
        "textDocument/hover",
        "textDocument/completion",
        "completionItem/resolve",
        "textDocument/signatureHelp",
        "textDocument/declaration",
        "textDocument/definition",
        "textDocument/typeDefinition",
        "textDocument/references",
        "textDocument/documentHighlight",
        "textDocument/documentSymbol",
        "workspace/symbol",
        "textDocument/codeAction",
        "textDocument/codeLens",
        "codeLens/resolve",
        "textDocument/documentLink",
        "textDocument/formatting",
        "textDocument/rangeFormatting",
        "textDocument/onTypeFormatting",
        "textDocument/rename",
        "textDocument/prepareRename",
        "textDocument/foldingRange",
        "textDocument/selectionRange",
        "textDocument/semanticTokens/full",
        "textDocument/semanticTokens/full/delta",
        "textDocument/semanticTokens/range",
        "textDocument/inlayHint",
        "textDocument/prepareCallHierarchy",
        "callHierarchy/incomingCalls",
        "callHierarchy/outgoingCalls",
        "topology/simulate",
        "topology/graph",
        "topology/runs",
        "topology/runText",
        "topology/kernels",
        "topology/tests",
        "topology/nothing",
    ];

    private static readonly string[] Formats = ["text", "mermaid", "svg", "other"];

    /// <summary>At random places, in the text and behind its ends.</summary>
    public static JObject Parameters(Random random, string uri, string text)
    {
        var lines = text.Count(letter => letter == '\n') + 3;
        var (start, end) = (Position(random, lines), Position(random, lines));
        var range = new JObject { ["start"] = start, ["end"] = end };
        var item = new JObject
        {
            ["name"] = "nic",
            ["kind"] = 1,
            ["uri"] = uri,
            ["range"] = range,
            ["selectionRange"] = range,
        };
        return new JObject
        {
            ["textDocument"] = new JObject { ["uri"] = uri },
            ["uri"] = uri,
            ["position"] = start,
            ["positions"] = new JArray(start, end),
            ["range"] = range,
            ["context"] = new JObject
            {
                ["includeDeclaration"] = true,
                ["diagnostics"] = new JArray(),
                ["triggerKind"] = 1,
            },
            ["options"] = new JObject { ["tabSize"] = 2, ["insertSpaces"] = true },
            ["ch"] = random.Next(2) == 0 ? "}" : "\n",
            ["newName"] = Mutation.Pick(random, Corpus.Tokens),
            ["query"] = Mutation.Pick(random, Corpus.Tokens),
            ["previousResultId"] = "1",
            ["item"] = item,
            ["label"] = "nic",
            ["run"] = random.Next(-1, 4),
            ["format"] = Mutation.Pick(random, Formats),
        };
    }

    private static JObject Position(Random random, int lines) =>
        random.Next(20) == 0
            ? new JObject { ["line"] = int.MaxValue, ["character"] = int.MaxValue }
            : new JObject { ["line"] = random.Next(lines), ["character"] = random.Next(120) };
}
