using System.Text.RegularExpressions;

namespace TopologyLang.Architecture.Tests;

/// <summary>
/// docs/contributing.md shows on one statement what it takes to add a statement. These are the files that know of it
/// today.
/// </summary>
public partial class WorkedExampleTests
{
    private const int MostFiles = 6;

    /// <summary>What grows here grows for every statement: one more file that says what another says already.</summary>
    [Fact]
    public void A_statement_touches_the_files_of_the_server_that_the_example_names()
    {
        var knowing = SourceFiles.In("server").Where(Knows).Select(file => Path.GetFileName(file)).ToList();

        Assert.Equal(knowing.Order(StringComparer.Ordinal), Named("server").Order(StringComparer.Ordinal));
        Assert.InRange(knowing.Count, 1, MostFiles);
    }

    [Fact]
    public void Whatever_else_the_example_names_knows_the_statement()
    {
        var tests = Named("tests")
            .Select(name => SourceFiles.In("tests").Single(file => Path.GetFileName(file) == name));
        var pages = Page().Matches(Example()).Select(match => Path.Combine(RepositoryRoot.Path, match.Groups[1].Value));

        Assert.Equal((3, 4), (tests.Count(), pages.Count()));
        Assert.All(tests.Concat(pages), file => Assert.True(Knows(file), file));
    }

    private static bool Knows(string file) => Statement().IsMatch(File.ReadAllText(file));

    /// <param name="folder">Where the link leads, below the repository.</param>
    private static List<string> Named(string folder) =>
        [
            .. Step()
                .Matches(Example())
                .Where(match => match.Groups["folder"].Value == folder)
                .Select(match => Path.GetFileName(match.Groups["file"].Value)),
        ];

    private static string Example()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "contributing.md"));
        return Section().Match(page).Value;
    }

    [GeneratedRegex(
        @"^### Worked example: `cpu N clwb B`.*?(?=^## )",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Section();

    [GeneratedRegex(@"^\d+\. \[`(?<file>[^`]+)`\]\(\.\./(?<folder>\w+)/", RegexOptions.Multiline)]
    private static partial Regex Step();

    [GeneratedRegex(@"`((?:grammar|docs)/[^`]+)`")]
    private static partial Regex Page();

    [GeneratedRegex(@"\b[Cc]lwb\b")]
    private static partial Regex Statement();
}
