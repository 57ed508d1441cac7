using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

/// <summary>
/// A request that waits for a long simulation must not hold up what comes after it, and edits must keep their order.
/// </summary>
public sealed class OrderTests
{
    private const string Uri = "file:///nowhere/a.topo";

    [Fact]
    public async Task An_edit_does_not_wait_for_a_request_that_waits_for_a_simulation()
    {
        await using var session = await ServerSession.StartAsync(analyses: SpoiltAnalyses.Create);
        await session.OpenAsync(Uri, SpoiltAnalyses.Endless + Texts.Stale);
        var report = session.RequestAsync("topology/simulate", Uri);

        await session.EditAsync(Uri, 2, (0, 0, 1, 0, ""));

        await session.DiagnosticsAsync(Uri, 2, codes => codes.Contains(Texts.StaleCode));
        Assert.Contains("flip", (string)(await report)["result"]!["markdown"]!);
    }

    [Fact]
    public async Task A_thousand_quick_edits_keep_their_order()
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(Uri, "// ");
        var expected = "// ";
        for (var version = 2; version < 1002; version++)
        {
            var letter = ((char)('a' + (version % 26))).ToString();
            await session.EditAsync(Uri, version, (0, expected.Length, 0, expected.Length, letter));
            expected += letter;
        }

        var answer = await session.RequestAsync("textDocument/formatting", Uri);
        var edit = Assert.Single(answer["result"]!);
        Assert.Equal(expected.Length, (int)edit["range"]!["start"]!["character"]!);
    }
}
