using TopologyLang.CrossCheck.Herd;

namespace TopologyLang.CrossCheck.Tests;

/// <summary>
/// The table of the classical shapes in docs/model.md is what the checker answers. After a change of an answer run the
/// test once with TOPO_WRITE_DOCS=1, and look at what it wrote.
/// </summary>
public sealed class ShapeTableTests
{
    private static readonly string Page = Path.Combine(RepositoryRoot.Path, "docs", "model.md");

    [Fact]
    public void The_table_of_the_document_is_the_checkers()
    {
        var page = File.ReadAllText(Page);
        var begin = page.IndexOf("| shape |", StringComparison.Ordinal);
        var end = page.IndexOf("\n\n", begin, StringComparison.Ordinal);
        var shapes = Shape.All(Path.Combine(RepositoryRoot.Path, "tests", "TopologyLang.CrossCheck", "Shapes"));
        var table = ShapeTable.Of(shapes);
        if (Environment.GetEnvironmentVariable("TOPO_WRITE_DOCS") == "1")
        {
            File.WriteAllText(Page, page[..begin] + table + page[end..]);
            return;
        }

        Assert.Equal(table, page[begin..end]);
    }
}
