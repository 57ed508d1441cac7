using Newtonsoft.Json.Linq;
using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

public sealed class KernelsTests
{
    private const string Uri = "file:///nowhere/a.topo";

    [Fact]
    public async Task A_file_is_compared_between_kernels()
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(
            Uri,
            """
            host desk { kernel = 6.8 }
            device card on desk { bus = pcie 0000:03:00.0  no_snoop = used }
            domain space on desk { api = iommufd  attach = [card] }
            """
        );

        var result = (await session.Client.RequestAsync("topology/kernels", new { textDocument = new { uri = Uri } }))[
            "result"
        ]!;

        Assert.Equal("6.8", (string?)result["hosts"]![0]!["simulatedAs"]);
        var change = result["changes"]!.First(change => (string?)change["subject"] == "attach card to space");
        Assert.Equal(
            ("6.2", "ENOENT", "EINVAL"),
            ((string?)change["kernel"], (string?)change["before"], (string?)change["after"])
        );
        Assert.Equal(JTokenType.Null, change["scenario"]!.Type);
        Assert.NotNull((string?)change["why"]!["source"]);
    }

    [Fact]
    public async Task Without_a_file_there_is_nothing_to_compare()
    {
        await using var session = await ServerSession.StartAsync();

        var answer = await session.Client.RequestAsync("topology/kernels", new { });

        Assert.Equal(JTokenType.Null, answer["result"]!.Type);
    }
}
