using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using TopologyLang.Architecture.Tests.Arrows;

namespace TopologyLang.Architecture.Tests;

/// <summary>Inside a project a room (folder) uses only the rooms below it.</summary>
public class RoomTests
{
    /// <summary>
    /// The simulation's floors, from the ground. Kernel and Hardware stand side by side and do not know each other.
    /// </summary>
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
        var below = allowed.Split(' ').Append(room).Select(name => $"Simulation/{name}/");
        var used = ServerCode.Arrows.Where(arrow =>
            arrow.From.StartsWith($"Simulation/{room}/", StringComparison.Ordinal) && !below.Any(arrow.To.StartsWith)
        );

        Assert.Empty(used);
    }

    [Fact]
    public void Every_room_of_the_simulation_is_in_the_table() =>
        Assert.Equal(
            Rooms.Select(row => (string)row[0]).Order(StringComparer.Ordinal),
            ServerCode
                .Files.Where(file => file.StartsWith("Simulation/", StringComparison.Ordinal))
                .Select(file => file.Split('/')[1])
                .Distinct()
                .Order(StringComparer.Ordinal)
        );

    /// <summary>The language needs the records of a topology and nothing else of the simulation.</summary>
    [Fact]
    public void The_language_uses_of_the_simulation_only_the_topology() =>
        Assert.DoesNotContain(
            ServerCode.Arrows,
            arrow =>
                arrow.From.StartsWith("Language/", StringComparison.Ordinal)
                && arrow.To.StartsWith("Simulation/", StringComparison.Ordinal)
                && !arrow.To.StartsWith("Simulation/Topology/", StringComparison.Ordinal)
        );

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

    /// <summary>
    /// What does not fit beside another text on a screen is folded by the reader's editor, at any place.
    /// </summary>
    [Fact]
    public void No_line_of_the_server_is_longer_than_120_columns()
    {
        var longLines = ServerCode.Projects.SelectMany(project => project.SyntaxTrees).SelectMany(LinesOf);

        Assert.Empty(longLines);
    }

    /// <summary>Lines that somebody could break: a raw string is its lines, and a link is one word.</summary>
    private static IEnumerable<string> LinesOf(SyntaxTree tree) =>
        from line in tree.GetText().Lines
        where line.Span.Length > 120 && tree.FilePath.Length > 0
        where !line.ToString().Contains("://", StringComparison.Ordinal) && !IsOfRawString(tree.GetRoot(), line.Span)
        select $"{tree.FilePath}:{line.LineNumber + 1}: {line.Span.Length}";

    private static bool IsOfRawString(SyntaxNode root, TextSpan line) =>
        root.DescendantNodes(node => node.FullSpan.IntersectsWith(line))
            .OfType<ExpressionSyntax>()
            .Any(node =>
                node.Span.IntersectsWith(line)
                && node is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax
                && node.GetFirstToken().Text.TrimStart('$').StartsWith("\"\"\"", StringComparison.Ordinal)
            );
}
