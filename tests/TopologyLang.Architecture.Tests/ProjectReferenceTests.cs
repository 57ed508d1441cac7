using System.Xml.Linq;

namespace TopologyLang.Architecture.Tests;

/// <summary>
/// The references between projects say the same as the arrows of docs/architecture.md: every arrow points down.
/// </summary>
public class ProjectReferenceTests
{
    public static readonly TheoryData<string, string> Arrows = new()
    {
        { "Simulation", "" },
        { "Language", "Simulation" },
        { "Analysis", "Language Simulation" },
        { "Import", "Simulation" },
        { "Server", "Analysis" },
        { "Cli", "Analysis Import Server" },
    };

    [Theory]
    [MemberData(nameof(Arrows))]
    public void A_project_references_what_stands_below_it_and_nothing_else(string project, string expected)
    {
        var file = Path.Combine(
            RepositoryRoot.Path,
            "server",
            $"TopologyLang.{project}",
            $"TopologyLang.{project}.csproj"
        );
        var references = XDocument
            .Load(file)
            .Descendants("ProjectReference")
            .Select(reference =>
                Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)["TopologyLang.".Length..]
            )
            .Order(StringComparer.Ordinal);

        Assert.Equal(expected, string.Join(' ', references));
    }

    [Fact]
    public void Every_server_project_has_its_arrows_in_the_table()
    {
        var projects = Directory
            .GetDirectories(Path.Combine(RepositoryRoot.Path, "server"))
            .Where(folder => Directory.GetFiles(folder, "*.csproj").Length > 0)
            .Select(folder => Path.GetFileName(folder)["TopologyLang.".Length..])
            .Order(StringComparer.Ordinal);

        Assert.Equal(Arrows.Select(row => (string)row[0]).Order(StringComparer.Ordinal), projects);
    }
}
