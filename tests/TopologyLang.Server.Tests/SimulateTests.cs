using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

public sealed class SimulateTests
{
    [Fact]
    public async Task The_report_of_an_open_file_is_of_the_text_in_the_editor()
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync("file:///nowhere/a.topo", Texts.Coherent);
        await session.ReplaceAsync("file:///nowhere/a.topo", 2, Texts.Stale);

        var answer = await session.RequestAsync("topology/simulate", "file:///nowhere/a.topo");

        Assert.Equal("Simulation of a.topo", (string)answer["result"]!["title"]!);
        Assert.Contains("stale", (string)answer["result"]!["markdown"]!);
    }

    [Fact]
    public async Task A_file_that_is_not_open_is_read()
    {
        using var folder = new TemporaryFolder();
        var uri = folder.Write("lab of %41 ü.topo", Texts.Stale);
        await using var session = await ServerSession.StartAsync(root: folder.Path);

        var answer = await session.RequestAsync("topology/simulate", uri);

        Assert.Equal("Simulation of lab of %41 ü.topo", (string)answer["result"]!["title"]!);
        Assert.Contains("stale", (string)answer["result"]!["markdown"]!);
    }

    [Fact]
    public async Task A_simulation_can_be_cancelled()
    {
        await using var session = await ServerSession.StartAsync(analyses: SpoiltAnalyses.Create);
        await session.OpenAsync("file:///nowhere/a.topo", SpoiltAnalyses.Endless);
        var answer = session.RequestAsync("topology/simulate", "file:///nowhere/a.topo");

        // The second request of this conversation: the first was initialize.
        await session.Client.NotifyAsync("$/cancelRequest", new { id = 2 });

        Assert.Equal(-32800, (int)(await answer)["error"]!["code"]!);
    }

    [Fact]
    public async Task A_fault_of_the_analysis_is_told_in_the_report()
    {
        await using var session = await ServerSession.StartAsync(analyses: SpoiltAnalyses.Create);
        await session.OpenAsync("file:///nowhere/a.topo", SpoiltAnalyses.Faulty);

        var answer = await session.RequestAsync("topology/simulate", "file:///nowhere/a.topo");

        Assert.Contains(SpoiltAnalyses.Complaint, (string)answer["result"]!["markdown"]!);
    }
}
