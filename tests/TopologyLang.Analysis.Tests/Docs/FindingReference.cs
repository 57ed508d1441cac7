using System.Text;
using TopologyLang.Analysis.Findings;

namespace TopologyLang.Analysis.Tests.Docs;

/// <summary>docs/findings.md: every code with its title.</summary>
internal static class FindingReference
{
    private static readonly (char Digit, string Title)[] Groups =
    [
        ('1', "The text"),
        ('2', "Names and values"),
        ('3', "The kernel"),
        ('4', "Coherence"),
        ('5', "Expectations"),
        ('9', "The simulation itself"),
    ];

    public static string Markdown()
    {
        var text = new StringBuilder();
        text.Append("# Findings\n\n");
        text.Append(
            "Made from the table of findings; `topo explain CODE` prints the same pages. In the editor a finding's "
                + "code links to its\n"
        );
        text.Append("page, which is shipped beside the server: nothing is fetched.\n");
        foreach (var (digit, title) in Groups)
        {
            text.Append($"\n## {title}\n\n| code | |\n|---|---|\n");
            foreach (var page in FindingPages.All.Where(page => page.Code["TOPO".Length] == digit))
            {
                text.Append($"| [{page.Code}]({page.DocumentPath}) | {page.Title} |\n");
            }
        }

        return text.ToString();
    }
}
