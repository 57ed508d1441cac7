using System.Text.RegularExpressions;

namespace TopologyLang.Architecture.Tests;

/// <summary>
/// Where a document names a source file by its name, with the folder where another file has the same,, the link beside
/// it leads to where the file is.
/// </summary>
[Collection(Writing)]
public partial class SourceLinkTests
{
    /// <summary>Tests that may write documents do so one after the other.</summary>
    public const string Writing = "written documents";

    private static readonly string[] Folders = ["server", "tests"];

    /// <summary>With TOPO_WRITE_DOCS=1 a link to a file that moved is written anew.</summary>
    [Theory]
    [InlineData("architecture.md")]
    [InlineData("contributing.md")]
    public void Each_link_leads_to_the_file_of_that_name(string document)
    {
        var file = Path.Combine(RepositoryRoot.Path, "docs", document);
        var text = File.ReadAllText(file);
        var expected = Link().Replace(text, match => $"[`{match.Groups["file"].Value}`]({PlaceOf(match)})");
        if (Environment.GetEnvironmentVariable("TOPO_WRITE_DOCS") == "1")
        {
            File.WriteAllText(file, expected);
            return;
        }

        Assert.True(text.Contains("](../server/", StringComparison.Ordinal), $"{document} names no source file");
        var moved = Link()
            .Matches(expected)
            .Select(match => match.Value)
            .Where(link => !text.Contains(link, StringComparison.Ordinal));
        Assert.True(text == expected, $"`npm run floors` writes these links:\n{string.Join('\n', moved)}");
    }

    private static string PlaceOf(Match match)
    {
        var name = match.Groups["file"].Value;
        var places = Folders
            .SelectMany(folder => SourceFiles.In(folder))
            .Select(place => Path.GetRelativePath(RepositoryRoot.Path, place).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(place => place.EndsWith($"/{name}", StringComparison.Ordinal))
            .ToList();
        return places switch
        {
            [var only] => $"../{only}",
            [] => throw new InvalidOperationException($"no file is called {name} any more"),
            _ => throw new InvalidOperationException(
                $"{name} is the name of several files: {string.Join(", ", places)}"
            ),
        };
    }

    [GeneratedRegex(@"\[`(?<file>[\w/]+\.cs)`\]\([^)]+\)")]
    private static partial Regex Link();
}
