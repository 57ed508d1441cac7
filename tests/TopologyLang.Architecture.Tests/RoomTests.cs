using System.Text.RegularExpressions;

namespace TopologyLang.Architecture.Tests;

/// <summary>Inside a project a room (folder) uses only the rooms below it.</summary>
public partial class RoomTests
{
    /// <summary>The simulation's floors, from the ground. Kernel and Hardware stand side by side and do not know each other.</summary>
    public static readonly TheoryData<string, string> Rooms = new()
    {
        { "Topology", "" },
        { "Kernel", "Topology" },
        { "Hardware", "Topology" },
        { "Paths", "Topology Kernel Hardware" },
        { "Coherence", "Topology Paths" },
    };

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_of_the_simulation_uses_only_rooms_below_it(string room, string allowed)
    {
        var below = allowed.Split(' ').Append(room);
        var used = SourceFiles
            .In(Path.Combine("server", "TopologyLang.Simulation", room))
            .SelectMany(file =>
                UsedRoom().Matches(File.ReadAllText(file)).Select(match => (file, room: match.Groups["room"].Value))
            )
            .Where(use => !below.Contains(use.room))
            .Select(use => $"{Path.GetFileName(use.file)} uses {use.room}");

        Assert.Empty(used);
    }

    /// <summary>The language needs the records of a topology and nothing else of the simulation.</summary>
    [Fact]
    public void The_language_uses_of_the_simulation_only_the_topology()
    {
        var used = SourceFiles
            .In(Path.Combine("server", "TopologyLang.Language"))
            .SelectMany(file =>
                UsedRoom().Matches(File.ReadAllText(file)).Select(match => (file, room: match.Groups["room"].Value))
            )
            .Where(use => use.room != "Topology")
            .Select(use => $"{Path.GetFileName(use.file)} uses {use.room}");

        Assert.Empty(used);
    }

    /// <summary>A person can hold a file of this length in mind; what grows beyond it has two jobs.</summary>
    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        var longFiles = SourceFiles
            .In("server")
            .Concat(SourceFiles.In("tests"))
            .Select(file => (file, lines: File.ReadLines(file).Count()))
            .Where(pair => pair.lines > 400)
            .Select(pair => $"{Path.GetRelativePath(RepositoryRoot.Path, pair.file)}: {pair.lines}");

        Assert.Empty(longFiles);
    }

    /// <summary>By its full name, or by the short one that is enough inside the simulation (<c>Hardware.Snoop</c>).</summary>
    [GeneratedRegex(
        @"TopologyLang\.Simulation\.(?<room>\w+)|(?<![.\w])(Simulation\.)?(?<room>Topology|Kernel|Hardware|Paths|Coherence)\.[A-Z]"
    )]
    private static partial Regex UsedRoom();
}
