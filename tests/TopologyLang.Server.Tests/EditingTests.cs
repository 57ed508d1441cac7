using Newtonsoft.Json.Linq;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

/// <summary>
/// What an editor asks about a text, over JSON-RPC. A place is given by the first words that stand there.
/// </summary>
public sealed class EditingTests : IAsyncLifetime
{
    private const string Uri = "file:///nowhere/a.topo";
    private ServerSession session = null!;
    private string text = "";

    public async Task InitializeAsync() => session = await ServerSession.StartAsync();

    public async Task DisposeAsync() => await session.DisposeAsync();

    [Fact]
    public async Task Completion_answers_a_half_typed_file()
    {
        await OpenAsync(Texts.Machine + "device two behind ");

        var items = await AskAtEndAsync("textDocument/completion");

        var item = Assert.Single(items);
        Assert.Equal("gfx", (string)item["label"]!);
        Assert.Equal("gfx", (string)item["textEdit"]!["newText"]!);
    }

    [Fact]
    public async Task Completion_entries_are_documented_when_they_are_looked_at()
    {
        await OpenAsync(Texts.Machine + "device two behind gfx { no_sn");
        var item = Assert.Single(await AskAtEndAsync("textDocument/completion"));

        var resolved = await session.Client.RequestAsync("completionItem/resolve", item);

        Assert.Equal("no_snoop = ", (string)item["textEdit"]!["newText"]!);
        Assert.Contains("Device Control", (string)resolved["result"]!["documentation"]!["value"]!);
    }

    [Fact]
    public async Task Keywords_come_as_skeletons_that_name_what_is_there()
    {
        await OpenAsync(Texts.Machine + "devi");

        var item = Assert.Single(await AskAtEndAsync("textDocument/completion"));

        Assert.Equal(2, (int)item["insertTextFormat"]!);
        Assert.StartsWith("device ${1:name} behind ${2|gfx|}", (string)item["textEdit"]!["newText"]!);
    }

    [Fact]
    public async Task Signature_help_marks_the_next_part()
    {
        await OpenAsync(Texts.Machine + "scenario t {\n  attach igpu ");

        var help = await AskAtEndAsync("textDocument/signatureHelp");

        Assert.Equal("attach {device} to {domain}", (string)help["signatures"]![0]!["label"]!);
        Assert.Equal(2, (int)help["activeParameter"]!);
        Assert.Equal([16, 18], help["signatures"]![0]!["parameters"]![2]!["label"]!.Select(number => (int)number));
    }

    [Theory]
    [InlineData("textDocument/definition")]
    [InlineData("textDocument/declaration")]
    public async Task A_name_leads_to_its_declaration(string method)
    {
        await OpenAsync(Texts.Stale);

        var target = await AskAtAsync(method, "gfx {");

        Assert.Equal("gfx", Slice(target["range"]!));
    }

    [Fact]
    public async Task A_thing_leads_to_its_template()
    {
        await OpenAsync(
            "template plain : device { no_snoop = used }\nhost h { }\niommu i on h { }\ndevice d : plain behind i { }\n"
        );

        var target = await AskAtAsync("textDocument/typeDefinition", "d : plain");

        Assert.Equal("plain", Slice(target["range"]!));
    }

    [Fact]
    public async Task References_leave_the_declaration_out_where_it_is_not_wanted()
    {
        await OpenAsync(Texts.Stale);

        var all = await AskAtAsync(
            "textDocument/references",
            "igpu behind",
            new { context = new { includeDeclaration = true } }
        );
        var uses = await AskAtAsync(
            "textDocument/references",
            "igpu behind",
            new { context = new { includeDeclaration = false } }
        );

        Assert.Equal(4, all.Count());
        Assert.Equal(3, uses.Count());
        Assert.All(all, place => Assert.Equal("igpu", Slice(place["range"]!)));
    }

    [Fact]
    public async Task Highlights_tell_writes_from_reads()
    {
        await OpenAsync(Texts.Stale);

        var marks = await AskAtAsync("textDocument/documentHighlight", "fb = ");

        Assert.Equal([3, 3, 2], marks.Select(mark => (int)mark["kind"]!));
    }

    [Fact]
    public async Task A_renaming_changes_every_place()
    {
        await OpenAsync(Texts.Stale);

        var prepared = await AskAtAsync("textDocument/prepareRename", "igpu behind");
        var edit = await AskAtAsync("textDocument/rename", "igpu behind", new { newName = "gpu0" });

        Assert.Equal("igpu", (string)prepared["placeholder"]!);
        var change = Assert.Single(edit["documentChanges"]!);
        Assert.Equal(1, (int)change["textDocument"]!["version"]!);
        Assert.Equal(
            Texts.Stale.Replace("igpu", "gpu0", StringComparison.Ordinal),
            Edits.Apply(text, change["edits"]!)
        );
    }

    [Theory]
    [InlineData("igpu behind", "1x", "is no name")]
    [InlineData("h {", "h h", "is no name")]
    [InlineData("vendor", "x", "no name here")]
    public async Task A_renaming_that_cannot_be_is_refused_with_the_reason(string at, string newName, string reason)
    {
        await OpenAsync(Texts.Stale);

        var answer = await session.Client.RequestAsync("textDocument/rename", Parameters(at, new { newName }));

        Assert.Equal(-32803, (int)answer["error"]!["code"]!);
        Assert.Contains(reason, (string)answer["error"]!["message"]!);
    }

    [Fact]
    public async Task Symbols_stand_in_their_declarations()
    {
        await OpenAsync(Texts.Stale);

        var symbols = await session.AskAsync("textDocument/documentSymbol", Uri);

        Assert.Equal(["h", "gfx", "igpu", "s", "win", "flip"], symbols.Select(symbol => (string)symbol["name"]!));
        Assert.Equal("fb", (string)symbols.Last!["children"]![0]!["name"]!);
        Assert.Equal("behind gfx", (string)symbols[2]!["detail"]!);
    }

    [Fact]
    public async Task A_block_folds_and_a_selection_grows()
    {
        await OpenAsync(Texts.Stale);

        var fold = Assert.Single(await session.AskAsync("textDocument/foldingRange", Uri));
        var selection = Assert.Single(
            await session.AskAsync(
                "textDocument/selectionRange",
                Uri,
                new { positions = new[] { PositionOf("fb no_snoop") } }
            )
        );

        Assert.Equal(5, (int)fold["startLine"]!);
        Assert.Equal(8, (int)fold["endLine"]!);
        Assert.Equal("fb", Slice(selection["range"]!));
        Assert.Equal("dma read fb no_snoop", Slice(selection["parent"]!["range"]!));
    }

    [Fact]
    public async Task Colours_come_whole_for_a_range_and_as_a_difference()
    {
        await OpenAsync(Texts.Stale);
        var full = await session.AskAsync("textDocument/semanticTokens/full", Uri);
        await session.EditAsync(Uri, 2, (0, 0, 0, 0, "host other { }\n"));

        var delta = await session.AskAsync(
            "textDocument/semanticTokens/full/delta",
            Uri,
            new { previousResultId = (string)full["resultId"]! }
        );
        var range = await session.AskAsync(
            "textDocument/semanticTokens/range",
            Uri,
            new { range = new { start = new { line = 0, character = 0 }, end = new { line = 0, character = 5 } } }
        );
        var again = await session.AskAsync("textDocument/semanticTokens/full", Uri);

        var data = full["data"]!.Select(number => (int)number).ToList();
        foreach (var edit in delta["edits"]!)
        {
            data.RemoveRange((int)edit["start"]!, (int)edit["deleteCount"]!);
            data.InsertRange((int)edit["start"]!, edit["data"]!.Select(number => (int)number));
        }

        Assert.Equal(again["data"]!.Select(number => (int)number), data);
        Assert.True(delta["edits"]![0]!["data"]!.Count() < data.Count / 2);
        Assert.Equal([0, 0, 4, 0, 0, 0, 5, 5, 9, 1], range["data"]!.Select(number => (int)number).Take(10));
    }

    [Fact]
    public async Task A_range_and_what_was_typed_are_laid_out()
    {
        await OpenAsync("host  a { }\nhost  b { }\nhost c {\n\n}\n");

        var range = await session.AskAsync(
            "textDocument/rangeFormatting",
            Uri,
            new
            {
                range = new { start = new { line = 1, character = 0 }, end = new { line = 1, character = 4 } },
                options = new { tabSize = 2, insertSpaces = true },
            }
        );
        var newline = await session.AskAsync(
            "textDocument/onTypeFormatting",
            Uri,
            new
            {
                position = new { line = 3, character = 0 },
                ch = "\n",
                options = new { tabSize = 2, insertSpaces = true },
            }
        );
        var brace = await session.AskAsync(
            "textDocument/onTypeFormatting",
            Uri,
            new
            {
                position = new { line = 0, character = 11 },
                ch = "}",
                options = new { tabSize = 2, insertSpaces = true },
            }
        );

        Assert.Equal(1, (int)Assert.Single(range)["range"]!["start"]!["line"]!);
        Assert.Equal("  ", (string)Assert.Single(newline)["newText"]!);
        Assert.Equal(0, (int)Assert.Single(brace)["range"]!["start"]!["line"]!);
    }

    [Fact]
    public async Task A_domain_is_reached_by_its_devices_and_reaches_its_guest()
    {
        await OpenAsync(Texts.Stale);

        var item = Assert.Single(await AskAtAsync("textDocument/prepareCallHierarchy", "s on h {"));
        var incoming = await session.Client.RequestAsync(
            "callHierarchy/incomingCalls",
            new JObject { ["item"] = item }
        );
        var outgoing = await session.Client.RequestAsync(
            "callHierarchy/outgoingCalls",
            new JObject { ["item"] = item }
        );

        var from = Assert.Single(incoming["result"]!);
        Assert.Equal("igpu", (string)from["from"]!["name"]!);
        Assert.Equal(["igpu", "igpu via s"], from["fromRanges"]!.Select(Slice));
        Assert.Equal(["h", "win"], outgoing["result"]!.Select(call => (string)call["to"]!["name"]!));
    }

    [Fact]
    public async Task Lenses_stand_at_once_and_say_the_verdict_when_it_is_there()
    {
        await OpenAsync(Texts.Stale);

        var lenses = await session.AskAsync("textDocument/codeLens", Uri);
        var resolved = new List<JToken>();
        foreach (var lens in lenses.Where(lens => lens["command"] is not JObject))
        {
            resolved.Add((await session.Client.RequestAsync("codeLens/resolve", lens))["result"]!);
        }

        var run = lenses.Single(lens => lens["command"] is JObject);
        Assert.Equal("topology.showRun", (string)run["command"]!["command"]!);
        Assert.Equal("flip", (string)run["command"]!["arguments"]![0]!["name"]!);
        Assert.Equal(
            ["box 3", "not enforced", "stale device_reads_stale in 2 steps"],
            resolved.Select(lens => (string)lens["command"]!["title"]!)
        );
    }

    [Fact]
    public async Task Hints_show_what_is_in_force()
    {
        await OpenAsync(Texts.Stale);

        var hints = await session.AskAsync(
            "textDocument/inlayHint",
            Uri,
            new { range = new { start = new { line = 0, character = 0 }, end = new { line = 99, character = 0 } } }
        );

        Assert.True((bool)session.Initialized["capabilities"]!["inlayHintProvider"]!);
        Assert.Contains("box 3", hints.Select(hint => (string)hint["label"]!));
        Assert.Contains("not enforced", hints.Select(hint => (string)hint["label"]!));
        Assert.Contains("kvm_vfio = yes", hints.Select(hint => (string)hint["label"]!));
    }

    private Task OpenAsync(string newText)
    {
        text = newText;
        return session.OpenAsync(Uri, text);
    }

    private Task<JToken> AskAtEndAsync(string method) =>
        session.AskAsync(method, Uri, new { position = PositionOf(text.Length) });

    private async Task<JToken> AskAtAsync(string method, string at, object? more = null)
    {
        var answer = await session.Client.RequestAsync(method, Parameters(at, more));
        Assert.True(answer["error"] is null, answer.ToString());
        return answer["result"]!;
    }

    private JObject Parameters(string at, object? more)
    {
        var parameters = more is null ? [] : JObject.FromObject(more);
        parameters["textDocument"] = new JObject { ["uri"] = Uri };
        parameters["position"] = JObject.FromObject(PositionOf(at));
        return parameters;
    }

    private object PositionOf(string at) => PositionOf(text.IndexOf(at, StringComparison.Ordinal));

    private object PositionOf(int offset)
    {
        var position = SourceText.From(text).PositionOf(offset);
        return new { line = position.Line, character = position.Character };
    }

    private string Slice(JToken range) => Edits.TextIn(text, range);
}
