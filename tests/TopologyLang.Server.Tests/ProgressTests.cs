using Newtonsoft.Json.Linq;
using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

/// <summary>
/// Simulations that take long: they are shown, can be stopped, and lenses and hints are asked for again afterwards.
/// </summary>
public sealed class ProgressTests
{
    private const string Uri = "file:///nowhere/a.topo";

    [Fact]
    public async Task A_long_simulation_is_shown_and_can_be_stopped()
    {
        await using var session = await ServerSession.StartAsync(analyses: SpoiltAnalyses.Create);
        await session.OpenAsync(Uri, SpoiltAnalyses.Endless + Texts.Stale);

        var begun = await session.Client.FirstAsync(message => Kind(message) == "begin");
        await session.Client.NotifyAsync(
            "window/workDoneProgress/cancel",
            new { token = (string)begun["params"]!["token"]! }
        );

        await session.Client.FirstAsync(message => Kind(message) == "end");
        Assert.Contains("a.topo", (string)begun["params"]!["value"]!["title"]!);
        Assert.True((bool)begun["params"]!["value"]!["cancellable"]!);
        await session.StatusesAsync("ready", "analysing", "failed");
    }

    [Fact]
    public async Task An_edit_after_a_stopped_simulation_begins_another()
    {
        await using var session = await ServerSession.StartAsync(analyses: SpoiltAnalyses.Create);
        await session.OpenAsync(Uri, SpoiltAnalyses.Endless + Texts.Stale);
        var begun = await session.Client.FirstAsync(message => Kind(message) == "begin");
        await session.Client.NotifyAsync(
            "window/workDoneProgress/cancel",
            new { token = (string)begun["params"]!["token"]! }
        );

        await session.EditAsync(Uri, 2, (0, 0, 1, 0, ""));

        await session.DiagnosticsAsync(Uri, 2, codes => codes.Contains(Texts.StaleCode));
    }

    [Fact]
    public async Task A_client_that_shows_no_progress_is_not_asked_to()
    {
        await using var session = await ServerSession.StartAsync(analyses: SpoiltAnalyses.Create, plain: true);
        await session.OpenAsync(Uri, SpoiltAnalyses.Endless + Texts.Stale);

        await Task.Delay(Publishing.Publisher.LongTime * 2);

        Assert.DoesNotContain(
            session.Client.Received,
            message => (string?)message["method"] == "window/workDoneProgress/create"
        );
    }

    [Fact]
    public async Task Views_are_asked_for_again_where_a_simulation_came_late()
    {
        await using var session = await ServerSession.StartAsync(analyses: SpoiltAnalyses.Create);
        await session.OpenAsync(Uri, SpoiltAnalyses.Slow + Texts.Stale);

        await session.Client.FirstAsync(message => (string?)message["method"] == "workspace/codeLens/refresh");
        await session.Client.FirstAsync(message => (string?)message["method"] == "workspace/inlayHint/refresh");
    }

    private static string? Kind(JObject message) =>
        (string?)message["method"] == "$/progress" ? (string?)message["params"]!["value"]!["kind"] : null;
}
