using System.Text;
using Microsoft.VisualStudio.Threading;
using Newtonsoft.Json.Linq;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Analyses;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Tests.Rpc;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Tests;

/// <summary>More than a person sends, and what no client should: everybody else is served as before.</summary>
public sealed class UnderFireTests
{
    private const string Uri = "file:///a.topo";
    private const string Other = "file:///b.topo";

    [Theory]
    [InlineData("Content-Type: application/vscode-jsonrpc\r\n\r\n")]
    [InlineData("Content-Length: 0\r\n\r\n")]
    [InlineData("Content-Length: -5\r\n\r\n")]
    [InlineData("Content-Length: many\r\n\r\n")]
    [InlineData("Content-Length: 99999999999\r\n\r\n")]
    [InlineData("\r\n\r\n")]
    [InlineData("no header at all\n\n")]
    [InlineData("""{"jsonrpc":"2.0","id":9,"method":"shutdown"}""")]
    public async Task A_header_without_a_length_does_not_swallow_the_next_message(string header)
    {
        await using var session = await ServerSession.StartAsync();

        await session.Client.SendBytesAsync(Encoding.ASCII.GetBytes(header));

        Assert.Equal(-32601, (int)(await session.RequestAsync("no/such", Uri))["error"]!["code"]!);
    }

    [Fact]
    public async Task Each_request_of_a_large_batch_is_answered_once_a_cancelled_one_too()
    {
        const int count = 500;
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(Uri, Texts.Stale);
        var batch = new StringBuilder("[");
        for (var id = 1; id <= count; id++)
        {
            batch.Append(Message($"\"id\":\"r{id}\",\"method\":\"textDocument/documentSymbol\"", File)).Append(',');
        }

        batch.Append(Message("\"method\":\"$/cancelRequest\"", $"\"id\":\"r{count}\"")).Append(']');
        await session.Client.SendTextAsync(batch.ToString());

        for (var id = 1; id <= count; id++)
        {
            await session.Client.FirstAsync(message => (string?)message["id"] == $"r{id}");
        }

        Assert.Equal(count, session.Client.Received.Count(message => IsOfBatch(message)));
    }

    private const string File = $"\"textDocument\":{{\"uri\":\"{Uri}\"}}";

    private static string Message(string head, string parameters) =>
        $"{{\"jsonrpc\":\"2.0\",{head},\"params\":{{{parameters}}}}}";

    private static bool IsOfBatch(JObject message) =>
        message["id"] is JValue { Value: string id } && id.StartsWith('r');

    [Fact]
    public async Task A_file_of_mistakes_that_is_closed_again_does_not_hold_up_another_one()
    {
        await using var session = await ServerSession.StartAsync();
        var unknown = string.Join(
            '\n',
            Enumerable.Range(0, 2_000).Select(i => $"device d{i} on h{i} {{ bus = platform }}")
        );

        await session.OpenAsync(Uri, unknown);
        var requests = new[] { "textDocument/documentSymbol", "textDocument/codeLens", "topology/graph" }
            .Select(method => session.RequestAsync(method, Uri))
            .ToArray();
        await session.OpenAsync(Other, Texts.Stale);
        await session.DiagnosticsAsync(Other, 1);
        await session.Client.NotifyAsync("textDocument/didClose", new { textDocument = new { uri = Uri } });

        await Task.WhenAll(requests);
    }

    /// <summary>Each document once held a list of its own of all others.</summary>
    [Fact]
    public void To_open_a_file_costs_the_same_however_many_are_open()
    {
        var context = new JoinableTaskContext();
        using var turns = new AsyncSemaphore(1);
        var state = WorkspaceState.Empty(
            new AnalysisFactory(context.Factory, turns, new ImportCache(), AnalysisCalls.Of)
        );
        var costs = new List<long>();
        for (var i = 0; i < 2000; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            state = state.With($"file:///many/{i}.topo", 1, DocumentTree.Of(SourceText.From("host h { }")));
            costs.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(costs[1900..].Average() / costs[10..110].Average(), 0, 3);
    }
}
