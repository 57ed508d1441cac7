using Newtonsoft.Json.Linq;
using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

public sealed class HoverTests
{
    private const string Uri = "file:///nowhere/a.topo";

    [Fact]
    public async Task A_device_is_explained_in_markdown_with_its_range()
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(Uri, Texts.Stale);
        var lines = Texts.Stale.Split('\n').ToList();
        var line = lines.FindIndex(text => text.StartsWith("device igpu", StringComparison.Ordinal));

        var answer = await session.RequestAsync("textDocument/hover", Uri, line, "device ig".Length);

        Assert.Equal("markdown", (string)answer["result"]!["contents"]!["kind"]!);
        Assert.Contains("igpu", (string)answer["result"]!["contents"]!["value"]!);
        Assert.Equal(line, (int)answer["result"]!["range"]!["start"]!["line"]!);
        Assert.Equal("device ".Length, (int)answer["result"]!["range"]!["start"]!["character"]!);
        Assert.Equal("device igpu".Length, (int)answer["result"]!["range"]!["end"]!["character"]!);
    }

    [Fact]
    public async Task A_hover_right_after_an_edit_is_about_the_edited_text()
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(Uri, Texts.Stale);
        await session.EditAsync(Uri, 2, (0, 0, 0, 0, "\n\n"));

        var answer = await session.RequestAsync("textDocument/hover", Uri, 4, "device ig".Length);

        Assert.Equal(4, (int)answer["result"]!["range"]!["start"]!["line"]!);
    }

    [Fact]
    public async Task A_hover_during_a_long_simulation_says_so_instead_of_waiting()
    {
        await using var session = await ServerSession.StartAsync(analyses: SpoiltAnalyses.Create);
        await session.OpenAsync(Uri, SpoiltAnalyses.Endless + Texts.Stale);

        var answer = await session.RequestAsync("textDocument/hover", Uri, 3, 9);

        Assert.Contains("still being simulated", (string)answer["result"]!["contents"]!["value"]!);
    }

    [Fact]
    public async Task A_hover_is_not_given_up_because_of_an_edit()
    {
        await using var session = await ServerSession.StartAsync(analyses: SpoiltAnalyses.Create);
        await session.OpenAsync(Uri, SpoiltAnalyses.Slow + Texts.Stale);
        var hover = session.RequestAsync("textDocument/hover", Uri, 3, "device ig".Length);

        await session.EditAsync(Uri, 2, (9, 0, 9, 0, "// typed\n"));

        Assert.NotEqual(JTokenType.Null, (await hover)["result"]!.Type);
    }
}
