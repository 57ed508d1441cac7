using Newtonsoft.Json.Linq;
using TopologyLang.Server.Handlers;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Server.Tests;

/// <summary>What the settings of a client become.</summary>
public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("""{"maxStates":5000}""", 5_000, 1024, 1)]
    [InlineData("""{"maxStates":5}""", 1_000, 1024, 1)]
    [InlineData("""{"maxMemory":"512MiB"}""", 2_000_000, 512, 1)]
    [InlineData("""{"maxMemory":"1KiB","threads":2}""", 2_000_000, 1, 2)]
    [InlineData("""{"maxMemory":"512","threads":4}""", 2_000_000, 1024, 4)]
    [InlineData("""{"threads":-1}""", 2_000_000, 1024, 1)]
    public void A_setting_is_taken_within_bounds(string checker, long states, long mebibytes, int threads)
    {
        var limits = ConfigurationHandler.OptionsOf(JObject.Parse($$"""{"checker":{{checker}}}"""))!.Limits;

        Assert.Equal(
            SearchLimits.Default with
            {
                States = states,
                Memory = mebibytes << 20,
                Threads = Math.Min(threads, Environment.ProcessorCount),
            },
            limits
        );
    }

    /// <summary>An editor that tells nobody's wish must come to the answer of the command line.</summary>
    [Fact]
    public void What_the_extension_declares_as_default_is_the_default()
    {
        var manifest = JObject.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "package.json")));
        var declared = manifest["contributes"]!["configuration"]!["properties"]!
            .Children<JProperty>()
            .Where(setting => setting.Name.StartsWith("topology.checker.", StringComparison.Ordinal))
            .Select(setting => new JProperty(setting.Name["topology.checker.".Length..], setting.Value["default"]));

        var options = ConfigurationHandler.OptionsOf(new JObject(new JProperty("checker", new JObject(declared))))!;

        Assert.Equal(SearchLimits.Default, options.Limits);
    }

    [Theory]
    [InlineData("""{"maxSeconds":30}""", 30)]
    [InlineData("""{"maxSeconds":0}""", 1)]
    [InlineData("""{"maxSeconds":1000000}""", 3600)]
    [InlineData("""{"maxSeconds":"long","threads":2}""", 600)]
    public void The_time_for_a_file_is_taken_within_bounds(string checker, int seconds) =>
        Assert.Equal(
            seconds,
            ConfigurationHandler.OptionsOf(JObject.Parse($$"""{"checker":{{checker}}}"""))!.Time.TotalSeconds
        );

    /// <summary>Whatever a folder that somebody opens sets.</summary>
    [Fact]
    public void No_setting_takes_the_whole_machine()
    {
        var limits = ConfigurationHandler
            .OptionsOf(JObject.Parse("""{"checker":{"maxMemory":"1048576GiB","threads":100000}}"""))!
            .Limits;

        Assert.Equal(Environment.ProcessorCount, limits.Threads);
        Assert.InRange(
            limits.Memory,
            SearchLimits.Default.Memory,
            Math.Max(SearchLimits.Default.Memory, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2)
        );
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"checker":7}""")]
    [InlineData("""{"checker":{"maxStates":"many","maxMemory":9,"threads":"all"}}""")]
    public void What_is_no_setting_changes_nothing(string topology) =>
        Assert.Null(ConfigurationHandler.OptionsOf(JObject.Parse(topology)));
}
