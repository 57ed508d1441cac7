using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

public sealed class DiagnosticsTests
{
    private const string Uri = "file:///nowhere/a.topo";

    [Fact]
    public async Task Opening_a_file_publishes_its_findings_with_its_version()
    {
        await using var session = await ServerSession.StartAsync();

        await session.OpenAsync(Uri, Texts.Stale, version: 7);

        var publication = await session.DiagnosticsAsync(Uri, 7, codes => codes.Length > 0);
        var diagnostic = Assert.Single(publication["params"]!["diagnostics"]!);
        Assert.Equal(Texts.StaleCode, (string)diagnostic["code"]!);
        Assert.Equal("topo", (string)diagnostic["source"]!);
        Assert.Equal(2, (int)diagnostic["severity"]!);
        var line = Texts.Stale.Split('\n').ToList().FindIndex(text => text.Contains("dma read"));
        Assert.Equal(line, (int)diagnostic["range"]!["start"]!["line"]!);
        Assert.NotEmpty(diagnostic["relatedInformation"]!);
        Assert.All(
            diagnostic["relatedInformation"]!,
            related => Assert.Equal(Uri, (string)related["location"]!["uri"]!)
        );
    }

    [Fact]
    public async Task Maintenance_that_nothing_needs_is_a_faded_hint()
    {
        await using var session = await ServerSession.StartAsync();

        await session.OpenAsync(
            Uri,
            Texts.Coherent.Replace("cpu 0 wbinvd", "cpu 0 clflush fb\n  cpu 0 wbinvd", StringComparison.Ordinal),
            version: 1
        );

        var publication = await session.DiagnosticsAsync(Uri, 1, codes => codes.Length > 0);
        var diagnostic = Assert.Single(publication["params"]!["diagnostics"]!);
        Assert.Equal("TOPO4006", (string)diagnostic["code"]!);
        Assert.Equal(4, (int)diagnostic["severity"]!);
        Assert.Equal(1, (int)Assert.Single(diagnostic["tags"]!));
    }

    [Fact]
    public async Task Mending_the_text_takes_the_finding_back()
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(Uri, Texts.Stale, version: 1);
        await session.DiagnosticsAsync(Uri, 1, codes => codes is [Texts.StaleCode]);

        await session.ReplaceAsync(Uri, 2, Texts.Coherent);

        await session.DiagnosticsAsync(Uri, 2, codes => codes.Length == 0);
    }

    [Fact]
    public async Task Closing_a_file_clears_its_findings()
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(Uri, Texts.MisspeltKeyword, version: 1);
        await session.DiagnosticsAsync(Uri, 1, codes => codes is [Texts.Misspelt]);

        await session.CloseAsync(Uri);

        await session.DiagnosticsAsync(Uri, version: null, codes => codes.Length == 0);
    }

    [Fact]
    public async Task A_hundred_quick_edits_end_with_the_findings_of_the_last_text()
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(Uri, Texts.Stale, version: 1);

        // Each edit breaks the first keyword, or mends it; the last of the hundred mends it.
        for (var version = 2; version <= 101; version++)
        {
            await (
                version % 2 == 0
                    ? session.EditAsync(Uri, version, (0, 2, 0, 2, "s"))
                    : session.EditAsync(Uri, version, (0, 2, 0, 3, ""))
            );
        }

        await session.EditAsync(Uri, 102, (0, 0, 0, 0, Texts.MisspeltKeyword));

        await session.DiagnosticsAsync(
            Uri,
            102,
            codes => codes.Order().SequenceEqual([Texts.Misspelt, Texts.StaleCode])
        );
        var versions = session
            .Client.Received.Where(message => (string?)message["method"] == "textDocument/publishDiagnostics")
            .Select(message => (int)message["params"]!["version"]!)
            .ToList();
        Assert.Equal(versions.Order(), versions);
    }

    [Fact]
    public async Task Syntax_errors_come_first_where_the_verdict_takes_long_and_no_older_verdict_stays()
    {
        await using var session = await ServerSession.StartAsync(analyses: SpoiltAnalyses.Create);
        await session.OpenAsync(Uri, Texts.Stale, version: 1);
        await session.DiagnosticsAsync(Uri, 1, codes => codes is [Texts.StaleCode]);

        await session.ReplaceAsync(Uri, 2, SpoiltAnalyses.Slow + Texts.MisspeltKeyword + Texts.Stale);

        await session.DiagnosticsAsync(Uri, 2, codes => codes is [Texts.Misspelt]);
        await session.DiagnosticsAsync(Uri, 2, codes => codes.Length == 2);
        await session.StatusesAsync("ready", "analysing", "ready");
    }

    [Fact]
    public async Task An_edit_overtakes_a_simulation_under_way()
    {
        await using var session = await ServerSession.StartAsync(analyses: SpoiltAnalyses.Create);
        await session.OpenAsync(Uri, SpoiltAnalyses.Endless + Texts.Stale, version: 1);
        await session.DiagnosticsAsync(Uri, 1, codes => codes.Length == 0);

        await session.ReplaceAsync(Uri, 2, Texts.Stale);

        await session.DiagnosticsAsync(Uri, 2, codes => codes is [Texts.StaleCode]);
        await session.StatusesAsync("ready", "analysing", "ready");
    }

    [Fact]
    public async Task A_fault_of_the_analysis_is_a_finding_and_the_server_goes_on()
    {
        await using var session = await ServerSession.StartAsync(analyses: SpoiltAnalyses.Create);
        await session.StatusesAsync("ready");
        await session.OpenAsync(Uri, SpoiltAnalyses.Faulty + Texts.Stale, version: 1);

        var publication = await session.DiagnosticsAsync(Uri, 1, codes => codes is ["TOPO9002"]);
        var message = (string)publication["params"]!["diagnostics"]![0]!["message"]!;
        Assert.Contains(SpoiltAnalyses.Complaint, message);
        Assert.DoesNotContain("   at ", message);
        var log = await session.Client.FirstAsync(sent => (string?)sent["method"] == "window/logMessage");
        Assert.Contains("   at ", (string)log["params"]!["message"]!);
        await session.StatusesAsync("ready", "failed");

        await session.ReplaceAsync(Uri, 2, Texts.Stale);
        await session.DiagnosticsAsync(Uri, 2, codes => codes is [Texts.StaleCode]);
        await session.StatusesAsync("ready", "failed", "ready");
    }

    [Fact]
    public async Task What_does_not_count_is_tagged_and_a_known_word_travels_along()
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(Uri, "host h { cpus = 2  cpus = 4  kernl = 6.8 }\n");

        var diagnostics = (await session.DiagnosticsAsync(Uri, 1, codes => codes.Length == 2))["params"]![
            "diagnostics"
        ]!;

        Assert.Equal(1, (int)diagnostics[0]!["tags"]![0]!);
        Assert.Single(diagnostics[0]!["relatedInformation"]!);
        Assert.Equal("kernel", (string)diagnostics[1]!["data"]!["replacement"]!);
    }
}
