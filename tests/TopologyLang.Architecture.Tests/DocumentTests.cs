using System.Text.RegularExpressions;

namespace TopologyLang.Architecture.Tests;

/// <summary>The documents lead where they say.</summary>
public partial class DocumentTests
{
    public static TheoryData<string> Documents =>
        new(
            new[] { "docs", "tests" }
                .SelectMany(folder => SourceFiles.In(folder, "*.md"))
                .Concat(Directory.GetFiles(RepositoryRoot.Path, "*.md"))
                .Select(file => Path.GetRelativePath(RepositoryRoot.Path, file))
        );

    /// <summary>Documents in which what is in backticks and ends in Tests is a test class.</summary>
    public static TheoryData<string> WithTests =>
        new("docs/architecture.md", "docs/contributing.md", "docs/features.md", "docs/reliability.md", "docs/model.md");

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_leads_to_a_file_or_a_heading(string document)
    {
        var file = Path.Combine(RepositoryRoot.Path, document);
        var broken = Link()
            .Matches(WithoutCode(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !Leads(file, target));

        Assert.Empty(broken);
    }

    [Theory]
    [MemberData(nameof(WithTests))]
    public void Every_test_that_is_named_exists(string document)
    {
        var tests = SourceFiles
            .In("tests")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .ToHashSet(StringComparer.Ordinal);
        var missing = NamedTest()
            .Matches(File.ReadAllText(Path.Combine(RepositoryRoot.Path, document)))
            .Select(match => match.Groups[1].Value)
            .Where(name => !tests.Contains(name));

        Assert.Empty(missing);
    }

    [Fact]
    public void The_index_names_every_document()
    {
        var index = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "README.md"));
        var missing = Directory
            .GetFiles(Path.Combine(RepositoryRoot.Path, "docs"), "*.md")
            .Select(file => Path.GetFileName(file))
            .Where(name => name != "README.md" && !index.Contains($"]({name})", StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    /// <summary>Rooms that the table does not name, or that are no more.</summary>
    [Theory]
    [InlineData("Simulation")]
    [InlineData("Language")]
    [InlineData("Import")]
    public void The_architecture_names_every_room(string project)
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "architecture.md"));
        var table = page[
            page.IndexOf("| project | room |", StringComparison.Ordinal)..page.IndexOf(
                "References between projects",
                StringComparison.Ordinal
            )
        ];
        var rooms = Directory
            .GetDirectories(Path.Combine(RepositoryRoot.Path, "server", $"TopologyLang.{project}"))
            .Select(folder => Path.GetFileName(folder))
            .Where(name => name is not ("bin" or "obj") && !Regex.IsMatch(table, $@"[|,] {name}[ ,]"));

        Assert.Empty(rooms);
    }

    private static bool Leads(string from, string target)
    {
        var parts = target.Split('#', 2);
        var file = parts[0].Length == 0 ? from : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(from)!, parts[0]));
        return (File.Exists(file) || Directory.Exists(file)) && (parts.Length == 1 || Anchors(file).Contains(parts[1]));
    }

    /// <summary>As GitHub makes them of headings: small letters, digits, hyphens; spaces become hyphens.</summary>
    private static IEnumerable<string> Anchors(string file) =>
        File.ReadLines(file)
            .Where(line => line.StartsWith('#'))
            .Select(line => NotInAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private static string WithoutCode(string markdown) => Code().Replace(markdown, "");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`([A-Z][A-Za-z]*Tests)`")]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"^```.*?^```$|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();
}
