using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

public sealed class GraphTests
{
    [Fact]
    public async Task The_graph_of_an_open_file_names_its_nodes_and_what_their_dma_comes_to()
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync("file:///nowhere/a.topo", Texts.Stale);

        var graph = Assert.Single((await session.RequestAsync("topology/graph", "file:///nowhere/a.topo"))["result"]!);

        Assert.Contains("device", graph["nodes"]!.Select(node => (string?)node["kind"]));
        Assert.Contains("stale", graph["edges"]!.Select(edge => (string?)edge["status"]));
    }

    [Fact]
    public async Task A_reason_names_the_kernel_version_from_which_it_holds_as_people_write_it()
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync("file:///nowhere/a.topo", Texts.Stale);

        var graph = (await session.RequestAsync("topology/graph", "file:///nowhere/a.topo"))["result"]![0]!;

        var versions = graph["nodes"]!
            .SelectMany(node => node["why"]!)
            .Select(reason => reason["since"]!)
            .Where(since => since.HasValues || (string?)since != null);
        Assert.NotEmpty(versions);
        Assert.All(versions, version => Assert.Matches(@"^\d+\.\d+", (string?)version));
    }

    [Fact]
    public async Task A_file_that_is_nowhere_has_no_graph()
    {
        await using var session = await ServerSession.StartAsync();

        var answer = await session.RequestAsync("topology/graph", "file:///nowhere/b.topo");

        Assert.Equal(Newtonsoft.Json.Linq.JTokenType.Null, answer["result"]!.Type);
    }
}
