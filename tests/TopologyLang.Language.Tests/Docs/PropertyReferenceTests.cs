namespace TopologyLang.Language.Tests.Docs;

public class PropertyReferenceTests
{
    /// <summary>
    /// The reference says what the schema says. After a change of the schema run the tests once with TOPO_WRITE_DOCS=1,
    /// which writes the tables anew, and look at the difference.
    /// </summary>
    [Fact]
    public void The_tables_of_properties_in_the_reference_are_those_of_the_schema()
    {
        var file = Path.Combine(RepositoryRoot.Path, "docs", "language.md");
        var text = File.ReadAllText(file);
        var begin = text.IndexOf(PropertyReference.Begin, StringComparison.Ordinal);
        var end = text.IndexOf(PropertyReference.End, StringComparison.Ordinal) + PropertyReference.End.Length;
        var expected = PropertyReference.Markdown();
        if (Environment.GetEnvironmentVariable("TOPO_WRITE_DOCS") == "1")
        {
            File.WriteAllText(file, text[..begin] + expected + text[end..]);
            return;
        }

        Assert.Equal(expected, text[begin..end]);
    }
}
