using Microsoft.VisualStudio.Threading;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Analyses;
using TopologyLang.Server.Handlers;
using TopologyLang.Server.Tests.Rpc;
using TopologyLang.Server.Workspaces;
using Range = OmniSharp.Extensions.LanguageServer.Protocol.Models.Range;

namespace TopologyLang.Server.Tests;

public sealed class TextSyncTests
{
    private const string Uri = "file:///nowhere/a.topo";

    /// <summary>
    /// The text, the edits (line, character, line, character, new text), and where the misspelt keyword must be found.
    /// </summary>
    public static TheoryData<string, (int, int, int, int, string)[], (int Line, int Character)> Edits =>
        new()
        {
            { "", [(0, 0, 0, 0, "hosst x { }")], (0, 0) },
            { "host x { }", [(0, 3, 0, 3, "s")], (0, 0) },
            { "/* 😀 */ host x { }", [(0, 11, 0, 11, "s")], (0, 9) },
            { "/* 😀😀 */ host x { }", [(0, 5, 0, 7, ""), (0, 11, 0, 11, "s")], (0, 9) },
            { "// a\r\nhost x { }\r\n", [(1, 3, 1, 3, "s")], (1, 0) },
            { "// a\r\nhost x { }\r\n", [(0, 4, 1, 0, "\r\n// b\r\n"), (2, 3, 2, 3, "s")], (2, 0) },
            { "// a\rhost x { }\r", [(1, 3, 1, 3, "s")], (1, 0) },
            { "// a\r\nhost x { }", [(0, 99, 0, 99, " b"), (1, 3, 1, 3, "s")], (1, 0) },
            { "host y { }\n", [(99, 0, 99, 0, "hosst x { }\n")], (1, 0) },
            { "// ü→字\nhost x { }", [(1, 0, 1, 4, "hosst"), (0, 3, 0, 6, "ascii")], (1, 0) },
            { "hosst z { }\nhost y { }", [(0, 0, 1, 0, ""), (0, 0, 0, 0, "\n\nhosst x { }\n")], (2, 0) },
        };

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task Edits_count_utf16_units_and_every_kind_of_line_end(
        string text,
        (int, int, int, int, string)[] edits,
        (int Line, int Character) expected
    )
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(Uri, text);

        await session.EditAsync(Uri, 2, edits);

        var publication = await session.DiagnosticsAsync(Uri, 2, codes => codes.Contains(Texts.Misspelt));
        var start = publication["params"]!["diagnostics"]!.Single(one => (string?)one["code"] == Texts.Misspelt)[
            "range"
        ]!["start"]!;
        Assert.Equal(expected, ((int)start["line"]!, (int)start["character"]!));
    }

    /// <summary>Against the plainest model there is: a string that is cut and joined.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task After_any_edits_the_server_has_the_clients_text_and_its_tree(int seed)
    {
        var random = new Random(seed);
        string[] pieces =
        [
            "host x { }",
            "\n",
            "\r\n",
            "\r",
            "😀",
            "ü",
            "{",
            "}",
            "// c\n",
            "/*",
            "*/",
            "\"",
            " ",
            "cpus = 4",
            "",
            "program p on x {\n cpu 0 fence\n}\n",
        ];
        using var workspace = NewWorkspace();
        var handler = new TextSyncHandler(workspace);
        var text = Texts.Stale;
        var item = new TextDocumentItem
        {
            Uri = Uri,
            Text = text,
            Version = 0,
        };
        await handler.Handle(new DidOpenTextDocumentParams { TextDocument = item }, default);
        for (var version = 1; version <= 150; version++)
        {
            var changes = new List<TextDocumentContentChangeEvent>();
            for (var count = random.Next(1, 4); count > 0; count--)
            {
                var start = random.Next(text.Length + 1);
                var end = Math.Min(text.Length, start + random.Next(30));
                var piece = pieces[random.Next(pieces.Length)];
                changes.Add(
                    new TextDocumentContentChangeEvent { Range = RangeIn(text, ref start, ref end), Text = piece }
                );
                text = text[..start] + piece + text[end..];
            }

            await handler.Handle(
                new DidChangeTextDocumentParams
                {
                    TextDocument = new OptionalVersionedTextDocumentIdentifier { Uri = Uri, Version = version },
                    ContentChanges = changes,
                },
                default
            );
            var tree = workspace.State.Documents[Uri].Tree;
            Assert.Equal(text, tree.Text.Content);

            // Not after every edit: trees are also built out of several edits since the one before.
            if (random.Next(3) == 0)
            {
                Assert.Equal(text, tree.Tree.Text.Content);
                Assert.Equal<SyntaxError>([.. SyntaxTree.Parse(tree.Text).Errors], [.. tree.Tree.Errors]);
            }
        }
    }

    private static Workspace NewWorkspace()
    {
        var context = new JoinableTaskContext(mainThread: null, synchronizationContext: null);
        var simulations = new AsyncSemaphore(1);
        var analyses = new AnalysisFactory(context.Factory, simulations, new ImportCache(), AnalysisCalls.Of);
        return new Workspace(context, analyses);
    }

    /// <summary>
    /// Counts lines the slow way. An offset between the two halves of \r\n has no position: it is moved before them, as
    /// a client's is.
    /// </summary>
    private static Range RangeIn(string text, ref int start, ref int end)
    {
        start = BeforeLineEnd(text, start);
        end = Math.Max(start, BeforeLineEnd(text, end));
        return new Range(PositionIn(text, start), PositionIn(text, end));
    }

    private static int BeforeLineEnd(string text, int offset) =>
        offset > 0 && offset < text.Length && text[offset] == '\n' && text[offset - 1] == '\r' ? offset - 1 : offset;

    private static Position PositionIn(string text, int offset)
    {
        var (line, start) = (0, 0);
        for (var at = 0; at < offset; at++)
        {
            if (text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n')))
            {
                (line, start) = (line + 1, at + 1);
            }
        }

        return new Position(line, offset - start);
    }
}
