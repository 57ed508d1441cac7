using Newtonsoft.Json.Linq;
using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

public sealed class RunTextTests
{
    private const string Uri = "file:///nowhere/a.topo";

    [Theory]
    [InlineData("text", "flip")]
    [InlineData("mermaid", "sequenceDiagram")]
    [InlineData("svg", "<svg")]
    [InlineData(null, "flip")]
    public async Task A_run_is_written_in_the_form_that_is_asked_for(string? format, string start)
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(Uri, Texts.Stale);

        var answer = await session.Client.RequestAsync(
            "topology/runText",
            new
            {
                textDocument = new { uri = Uri },
                program = "flip",
                format,
            }
        );

        Assert.StartsWith(start, (string?)answer["result"]!["content"]);
    }

    [Theory]
    [InlineData("nobody", "text")]
    [InlineData("flip", "pdf")]
    public async Task Of_no_such_run_and_in_no_such_form_there_is_nothing_to_write(string program, string format)
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(Uri, Texts.Stale);

        var answer = await session.Client.RequestAsync(
            "topology/runText",
            new
            {
                textDocument = new { uri = Uri },
                program,
                format,
            }
        );

        Assert.Equal(JTokenType.Null, answer["result"]!.Type);
    }
}
