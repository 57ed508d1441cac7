using System.Collections.Immutable;
using Newtonsoft.Json.Linq;
using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

/// <summary>
/// A client that announces nothing of what it can do gets answers in the oldest form that the protocol has for each.
/// </summary>
public sealed class PlainClientTests : IAsyncLifetime
{
    private const string Uri = "file:///nowhere/a.topo";
    private ServerSession session = null!;

    public async Task InitializeAsync() => session = await ServerSession.StartAsync(plain: true);

    public async Task DisposeAsync() => await session.DisposeAsync();

    [Fact]
    public async Task It_gets_findings_and_is_asked_for_nothing()
    {
        await session.OpenAsync(Uri, Texts.Stale);

        await session.DiagnosticsAsync(Uri, 1, codes => codes.Contains(Texts.StaleCode));

        // The older form of the answer: the kind of change alone.
        Assert.Equal(2, (int)session.Initialized["capabilities"]!["textDocumentSync"]!);
        Assert.DoesNotContain(
            session.Client.Received,
            message => message["id"] is not null && message["method"] is not null
        );
    }

    [Fact]
    public async Task A_rename_comes_as_changes_of_each_file()
    {
        await session.OpenAsync(Uri, "host h { }\niommu i on h { }\n");

        var edit = await session.AskAsync(
            "textDocument/rename",
            Uri,
            new { position = new { line = 0, character = 5 }, newName = "other" }
        );

        Assert.Null(edit["documentChanges"]);
        Assert.Equal(2, edit["changes"]![Uri]!.Count());
    }

    [Fact]
    public async Task Completions_are_plain_text()
    {
        await session.OpenAsync(Uri, "\n");

        var items = await session.AskAsync(
            "textDocument/completion",
            Uri,
            new { position = new { line = 0, character = 0 } }
        );

        ImmutableArray<JToken> all = [.. items is JArray ? items : items["items"]!];
        Assert.NotEmpty(all);
        Assert.All(
            all,
            item => Assert.DoesNotContain("$", (string)item["textEdit"]!["newText"]!, StringComparison.Ordinal)
        );
        Assert.All(all, item => Assert.NotEqual(2, (int?)item["insertTextFormat"]));
    }

    [Fact]
    public async Task Symbols_are_a_flat_list()
    {
        await session.OpenAsync(Uri, "host h { cpus = 2 }\n");

        var symbols = await session.AskAsync("textDocument/documentSymbol", Uri);

        Assert.All(symbols, symbol => Assert.Equal(Uri, (string)symbol["location"]!["uri"]!));
        Assert.Contains(symbols, symbol => (string?)symbol["name"] == "h");
    }
}
