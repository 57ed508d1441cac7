using Newtonsoft.Json.Linq;
using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

public sealed class RunsTests
{
    private const string Uri = "file:///nowhere/a.topo";

    [Fact]
    public async Task The_runs_of_an_open_file_are_told_step_by_step()
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(Uri, Texts.Stale);

        var run = (await session.Client.RequestAsync("topology/runs", new { textDocument = new { uri = Uri } }))[
            "result"
        ]!["runs"]![0]!;

        Assert.Equal("stale", (string)run["verdict"]!);
        Assert.NotNull((string?)run["steps"]![0]!["sentence"]);
        Assert.NotNull((string?)run["steps"]![0]!["state"]!["memory"]);
        Assert.Equal(JTokenType.Boolean, run["steps"]![0]!["fromEnvironment"]!.Type);
    }

    [Fact]
    public async Task Another_program_than_those_of_the_file_has_no_runs()
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(Uri, Texts.Stale);

        var answer = await session.Client.RequestAsync(
            "topology/runs",
            new { textDocument = new { uri = Uri }, program = "nobody" }
        );

        Assert.Empty(answer["result"]!["runs"]!);
    }

    [Fact]
    public async Task A_file_that_is_not_open_has_no_answer()
    {
        await using var session = await ServerSession.StartAsync();

        var answer = await session.Client.RequestAsync("topology/runs", new { textDocument = new { uri = Uri } });

        Assert.Equal(JTokenType.Null, answer["result"]!.Type);
    }
}
