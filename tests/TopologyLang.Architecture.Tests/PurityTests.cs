using System.Text.RegularExpressions;

namespace TopologyLang.Architecture.Tests;

/// <summary>What is a function of its input only can be remembered, run on any thread and tested alone.</summary>
public partial class PurityTests
{
    /// <summary>
    /// What the core must not know stands in build/BannedSymbols.Core.txt, and what no part of the server may know in
    /// build/BannedSymbols.Server.txt: the build asks the compiler. Excepted are the room that reads files for the
    /// others, and the clock that says when to report progress, never what the answer is.
    /// </summary>
    [Fact]
    public void Only_these_of_the_core_may_look_outside()
    {
        var excepted = Excepted()
            .Matches(File.ReadAllText(Path.Combine(RepositoryRoot.Path, ".editorconfig")))
            .Select(match => match.Groups[1].Value);
        var inSources = SourceFiles
            .Matches("server", Silenced())
            .Concat(SourceFiles.Matches("server", Silenced(), "*.csproj"));

        Assert.Equal(
            ["server/TopologyLang.Analysis/Files/**.cs", "server/TopologyLang.Simulation/**/SearchClock.cs"],
            excepted
        );
        Assert.Empty(inSources);
        Assert.Empty(SourceFiles.Matches("server/TopologyLang.Analysis/Files", Network()));
    }

    [Theory]
    [InlineData("Simulation")]
    [InlineData("Language")]
    [InlineData("Analysis")]
    public void The_core_is_built_with_the_lists_of_what_is_banned(string project)
    {
        var properties = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "server", "Directory.Build.props"));

        Assert.Contains(project, CoreProjects().Match(properties).Groups[1].Value.Split('|'));
        Assert.Contains("BannedSymbols.Core.txt", properties, StringComparison.Ordinal);
        Assert.Contains("BannedSymbols.Server.txt", properties, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Simulation")]
    [InlineData("Language")]
    [InlineData("Analysis")]
    [InlineData("Import")]
    public void No_static_is_ever_assigned_again(string project) =>
        Assert.Empty(SourceFiles.Matches($"server/TopologyLang.{project}", AssignableStatic()));

    /// <summary>
    /// What is remembered across calls hangs weakly on the value that it is about. The one exception holds what follows
    /// from the number of CPUs and the rules of the caches, of which there are few.
    /// </summary>
    [Fact]
    public void A_static_memory_forgets_with_its_value() =>
        Assert.Equal(
            ["LineTable.cs"],
            SourceFiles
                .Matches("server", GrowingStatic())
                .Select(place => Path.GetFileName(place[..place.IndexOf(':', StringComparison.Ordinal)]))
        );

    [Fact]
    public void The_records_of_a_topology_cannot_be_changed() =>
        Assert.Empty(SourceFiles.Matches("server/TopologyLang.Simulation/Topology", Setter()));

    [Fact]
    public void The_client_sends_nothing_anywhere() =>
        Assert.Empty(SourceFiles.Matches("client", NetworkOfNode(), "*.ts"));

    [GeneratedRegex(@"^\[(server/[^\]\n]*)\]\ndotnet_diagnostic\.RS0030", RegexOptions.Multiline)]
    private static partial Regex Excepted();

    [GeneratedRegex("RS0030")]
    private static partial Regex Silenced();

    [GeneratedRegex(@"TopologyLang\\\.\((.*?)\)")]
    private static partial Regex CoreProjects();

    [GeneratedRegex(
        @"^\s*(public|internal|protected|private) static (?!readonly |partial |class |extern |async )[^(={]*(;| = "
            + @")|static [^(=]*\{ get; (private |internal )?set;"
    )]
    private static partial Regex AssignableStatic();

    [GeneratedRegex(@"static readonly (Concurrent\w+|\w*Cache)\b")]
    private static partial Regex GrowingStatic();

    [GeneratedRegex(
        @"\bset;|^\s*(public|internal) (?!static|const|readonly)[\w<>?]+ \w+;|\b(List|Dictionary|HashSet)<.*\{ get"
    )]
    private static partial Regex Setter();

    [GeneratedRegex(@"System\.Net\b|\b(HttpClient|TcpClient|UdpClient|WebClient)\b")]
    private static partial Regex Network();

    [GeneratedRegex(@"from 'node:(http|https|http2|net|tls|dgram|dns)'|\bfetch\(|\bXMLHttpRequest\b|\bWebSocket\(")]
    private static partial Regex NetworkOfNode();
}
