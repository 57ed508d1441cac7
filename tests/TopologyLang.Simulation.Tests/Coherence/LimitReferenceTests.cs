using System.Text;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>The list in docs/model.md of what the model leaves out.</summary>
public class LimitReferenceTests
{
    private const string Begin = "<!-- made from the table of limits; see LimitReferenceTests -->";
    private const string End = "<!-- end of what is made from the table of limits -->";

    [Fact]
    public void The_list_in_the_model_is_that_of_the_table()
    {
        var file = Path.Combine(RepositoryRoot.Path, "docs", "model.md");
        var text = File.ReadAllText(file);
        var begin = text.IndexOf(Begin, StringComparison.Ordinal);
        var end = text.IndexOf(End, StringComparison.Ordinal) + End.Length;
        var expected = Markdown();
        if (Environment.GetEnvironmentVariable("TOPO_WRITE_DOCS") == "1")
        {
            File.WriteAllText(file, text[..begin] + expected + text[end..]);
            return;
        }

        Assert.Equal(expected, text[begin..end]);
    }

    [Fact]
    public void Outputs_link_to_where_the_list_stands()
    {
        var page = ModelLimits.Page.Split('#');
        var headings = File.ReadLines(Path.Combine(RepositoryRoot.Path, page[0]))
            .Where(line => line.StartsWith("## ", StringComparison.Ordinal))
            .Select(line => line[3..].ToLowerInvariant().Replace(' ', '-'));

        Assert.Contains(page[1], headings);
    }

    [Fact]
    public void A_limit_has_a_name_of_its_own() =>
        Assert.Equal(ModelLimits.All.Length, ModelLimits.All.Select(limit => limit.Name).Distinct().Count());

    private static string Markdown()
    {
        var text = new StringBuilder();
        text.AppendLine(Begin);
        text.AppendLine();
        text.AppendLine("| `limits` | left out | what is taken instead | touched by |");
        text.AppendLine("|---|---|---|---|");
        foreach (var limit in ModelLimits.All)
        {
            text.AppendLine($"| `{limit.Name}` | {limit.Phrase} | {limit.Text} | {limit.When} |");
        }

        text.AppendLine();
        text.Append(End);
        return text.ToString().ReplaceLineEndings("\n");
    }
}
