using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Text;

namespace TopologyLang.Analysis.Tests.Docs;

/// <summary>
/// Pages of docs/ that are made from the tables of the code. After a change of those run these tests once with
/// TOPO_WRITE_DOCS=1, which writes the pages anew, and look at the difference.
/// </summary>
public class GeneratedDocsTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "docs");

    private static readonly Dictionary<string, Func<string>> Pages = FindingPages
        .All.Select(page => (page.DocumentPath, Text: (Func<string>)(() => FindingPageText.Markdown(page))))
        .Concat([
            ("findings.md", FindingReference.Markdown),
            ("drivers.md", DriverReference.Markdown),
            ("kernel-versions.md", KernelReference.Markdown),
        ])
        .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    public static TheoryData<string> Paths => new(Pages.Keys);

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_page_says_what_the_tables_say(string path)
    {
        var file = Path.Combine(Folder, path);
        var expected = Pages[path]();
        if (Environment.GetEnvironmentVariable("TOPO_WRITE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, expected);
            return;
        }

        Assert.Equal(expected, File.Exists(file) ? File.ReadAllText(file) : $"{path} is missing");
    }

    [Fact]
    public void There_is_no_page_of_a_finding_that_does_not_exist() =>
        Assert.Empty(
            Directory
                .GetFiles(Path.Combine(Folder, "findings"))
                .Select(file => $"findings/{Path.GetFileName(file)}")
                .Except(Pages.Keys)
        );
}
