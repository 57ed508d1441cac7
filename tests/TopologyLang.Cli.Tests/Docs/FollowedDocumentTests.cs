namespace TopologyLang.Cli.Tests.Docs;

/// <summary>
/// Whoever follows a document that begins with a file to write sees what it shows; docs/import.md has a test of its
/// own.
/// </summary>
public class FollowedDocumentTests
{
    public static TheoryData<string> Documents =>
        new(
            Directory
                .GetFiles(Path.Combine(RepositoryRoot.Path, "docs"), "*.md")
                .Append(Path.Combine(RepositoryRoot.Path, "README.md"))
                .Where(file =>
                    MarkdownBlock.In(File.ReadAllText(file)).FirstOrDefault(block => block.IsFollowed)?.Kind == "topo"
                )
                .Select(file => Path.GetRelativePath(RepositoryRoot.Path, file))
        );

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Every_step_prints_what_the_document_shows(string document)
    {
        using var reader = new Reader();
        foreach (
            var block in MarkdownBlock
                .In(await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, document)))
                .Where(block => block.IsFollowed)
        )
        {
            var failure = await Record.ExceptionAsync(() => reader.FollowAsync(block));
            Assert.True(failure is null, $"{document}:{block.Line}: {failure?.Message}");
        }
    }

    [Fact]
    public void The_readme_has_a_tour_of_both_texts_and_outputs()
    {
        var kinds = MarkdownBlock
            .In(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "README.md")))
            .Where(block => block.IsFollowed)
            .Select(block => block.Kind);

        Assert.Equal(["console", "diff", "topo"], kinds.Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("a\nb\nc", "a\nb\nc", true)]
    [InlineData("a\nb\nc", "a\n...\nc", true)]
    [InlineData("a\nb\nc", "...\nc", true)]
    [InlineData("a\nb\nc", "a\nc", false)]
    [InlineData("a\nb\nc", "a\nb", false)]
    [InlineData("a\nc", "a\n...\nc", false)]
    [InlineData("a\nb\nc", "a\n...\nd", false)]
    public void A_quoted_output_leaves_lines_out_only_where_it_says_so(string printed, string quoted, bool shows) =>
        Assert.Equal(shows, Transcript.Shows(printed, quoted));
}
