using System.Text.RegularExpressions;

namespace TopologyLang.Architecture.Tests;

/// <summary>What is a function of its input only can be remembered, run on any thread and tested alone.</summary>
public partial class PurityTests
{
    /// <summary>
    /// What may look at the world: the room that reads files for the others, and the clock that says when to report progress, never what the
    /// answer is.
    /// </summary>
    private static readonly string[] MayLookOutside = ["TopologyLang.Analysis/Files/", "SearchClock.cs"];

    [Theory]
    [InlineData("Simulation")]
    [InlineData("Language")]
    [InlineData("Analysis")]
    public void The_core_knows_no_console_no_file_no_clock_and_no_chance(string project)
    {
        var looks = SourceFiles
            .Matches($"server/TopologyLang.{project}", Outside())
            .Where(place => !MayLookOutside.Any(place.Contains));

        Assert.Empty(looks);
    }

    [Theory]
    [InlineData("Simulation")]
    [InlineData("Language")]
    [InlineData("Analysis")]
    [InlineData("Import")]
    public void No_static_is_ever_assigned_again(string project) =>
        Assert.Empty(SourceFiles.Matches($"server/TopologyLang.{project}", AssignableStatic()));

    /// <summary>
    /// What is remembered across calls hangs weakly on the value that it is about. The one exception holds what follows from the number of
    /// CPUs and the rules of the caches, of which there are few.
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
    public void Nothing_is_sent_anywhere()
    {
        Assert.Empty(SourceFiles.Matches("server", Network()));
        Assert.Empty(SourceFiles.Matches("client", NetworkOfNode(), "*.ts"));
    }

    [GeneratedRegex(
        @"(?<![.\w])(File|Directory|Console|Process|Environment|DateTime|DateTimeOffset|Stopwatch|Random|Guid)\.[A-Z]|\bnew (Random|FileInfo|DirectoryInfo|FileStream)\b"
    )]
    private static partial Regex Outside();

    [GeneratedRegex(
        @"^\s*(public|internal|protected|private) static (?!readonly |partial |class |extern |async )[^(={]*(;| = )|static [^(=]*\{ get; (private |internal )?set;"
    )]
    private static partial Regex AssignableStatic();

    [GeneratedRegex(@"static readonly (Concurrent\w+|\w*Cache)\b")]
    private static partial Regex GrowingStatic();

    [GeneratedRegex(
        @"\bset;|^\s*(public|internal) (?!static|const|readonly)[\w<>?]+ \w+;|\b(List|Dictionary|HashSet)<.*\{ get"
    )]
    private static partial Regex Setter();

    [GeneratedRegex(@"System\.Net\.(Http|Sockets|WebSockets|Mail)|\b(HttpClient|TcpClient|UdpClient|WebClient)\b")]
    private static partial Regex Network();

    [GeneratedRegex(@"from 'node:(http|https|http2|net|tls|dgram|dns)'|\bfetch\(|\bXMLHttpRequest\b|\bWebSocket\(")]
    private static partial Regex NetworkOfNode();
}
