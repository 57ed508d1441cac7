using System.Collections.Immutable;
using System.Text;
using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Tests.Docs;

/// <summary>
/// The list of defaults in docs/model.md: every property of the schema, with the side to which its default errs.
/// </summary>
public class DefaultReferenceTests
{
    private const string Begin = "<!-- made from the table of defaults; see DefaultReferenceTests -->";
    private const string End = "<!-- end of what is made from the table of defaults -->";

    private static readonly ImmutableArray<DeclarationKind> Kinds =
    [
        DeclarationKind.Host,
        DeclarationKind.Iommu,
        DeclarationKind.Device,
        DeclarationKind.Domain,
        DeclarationKind.Guest,
    ];

    [Fact]
    public void Every_property_says_to_which_side_its_default_errs() =>
        Assert.Equal(
            Kinds.SelectMany(kind => Schema.Of(kind)).Select(property => (property.Kind, property.Name)),
            DefaultStandings.All.Select(standing => (standing.Kind, standing.Property))
        );

    /// <summary>What is said to be explored is what the simulation can assume, and the other way round.</summary>
    [Fact]
    public void What_is_explored_is_what_can_be_assumed() =>
        Assert.Equal(
            AssumedFacts.Rows.Select(row => row.Property).Append("cpm").Distinct().Order(),
            DefaultStandings
                .All.Where(standing => standing.Side == DefaultSide.Explored)
                .Select(standing => standing.Property)
                .Distinct()
                .Order()
        );

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

    private static string Markdown()
    {
        var text = new StringBuilder();
        text.AppendLine(Begin);
        text.AppendLine();
        text.AppendLine("| of | default of | errs to | since |");
        text.AppendLine("|---|---|---|---|");
        foreach (var one in DefaultStandings.All)
        {
            text.AppendLine($"| {one.Kind.Keyword()} | `{one.Property}` | {Word(one.Side)} | {one.Why} |");
        }

        text.AppendLine();
        text.Append(End);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static string Word(DefaultSide side) =>
        side switch
        {
            DefaultSide.Safe => "the safe side",
            DefaultSide.Explored => "**neither: both are looked at**",
            DefaultSide.Refuses => "a refusal",
            DefaultSide.Settled => "settled",
            DefaultSide.Named => "named",
            _ => "no verdict",
        };
}
