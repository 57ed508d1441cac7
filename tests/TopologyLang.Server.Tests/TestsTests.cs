using Newtonsoft.Json.Linq;
using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

public sealed class TestsTests
{
    private const string Uri = "file:///nowhere/a.topo";

    [Fact]
    public async Task The_expectations_and_programs_of_an_open_file_are_its_tests()
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(Uri, Texts.Stale + "expect igpu in box 3\nexpect win wbinvd nop\n");

        var tests = (await session.RequestAsync("topology/tests", Uri))["result"]!;

        Assert.Equal(
            [
                ("expectation", "expect igpu in box 3", "passed"),
                ("expectation", "expect win wbinvd nop", "failed"),
                ("program", "flip", "failed"),
            ],
            tests.Select(test => ((string)test["kind"]!, (string)test["label"]!, (string)test["outcome"]!))
        );
    }

    [Fact]
    public async Task A_file_that_is_nowhere_has_no_tests()
    {
        await using var session = await ServerSession.StartAsync();

        var answer = await session.RequestAsync("topology/tests", Uri);

        Assert.Equal(JTokenType.Null, answer["result"]!.Type);
    }
}
