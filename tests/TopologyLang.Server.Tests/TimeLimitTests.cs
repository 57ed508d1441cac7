using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

public sealed class TimeLimitTests
{
    private const string Uri = "file:///nowhere/a.topo";

    [Fact]
    public async Task The_report_of_a_file_that_takes_too_long_says_so()
    {
        var options = new { checker = new { maxSeconds = 1 } };
        await using var session = await ServerSession.StartAsync(options: options, analyses: SpoiltAnalyses.Create);
        await session.OpenAsync(Uri, SpoiltAnalyses.Endless);

        var answer = await session.RequestAsync("topology/simulate", Uri);

        Assert.StartsWith(
            "This file was not analysed within 1 s. Split the file",
            (string?)answer["result"]!["markdown"],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_analysis_that_takes_too_long_is_given_up_and_the_file_says_so()
    {
        var options = new { checker = new { maxSeconds = 1 } };
        await using var session = await ServerSession.StartAsync(options: options, analyses: SpoiltAnalyses.Create);

        await session.OpenAsync(Uri, SpoiltAnalyses.Endless);

        var shown = await session.DiagnosticsAsync(Uri, 1, codes => codes is ["TOPO9002"]);
        Assert.Equal(
            "This file was not analysed within 1 s. Split the file, or give it more time (--max-seconds, "
                + "topology.checker.maxSeconds).",
            (string?)shown["params"]!["diagnostics"]![0]!["message"]
        );
    }
}
