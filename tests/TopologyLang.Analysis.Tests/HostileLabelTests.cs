using System.Text.RegularExpressions;
using System.Xml.Linq;
using TopologyLang.Analysis.Graph;
using TopologyLang.Analysis.Locations;
using TopologyLang.Analysis.Markdown;
using TopologyLang.Language.Markdown;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// The language takes only letters, digits, '_' and '-' for names, so a label holds no more than that and words of
/// ours. The drawings do not rely on it.
/// </summary>
public partial class HostileLabelTests
{
    private const string Hostile =
        "<img src=x onerror=alert(1)>\" ]; end --> x[\"y\"] #lt;b#gt; `<i>` &lt; \\ \u001b[31m\r\n%%{init}%% click n0 "
        + "href \"http://127.0.0.1\"";

    private static readonly SourceRange Nowhere = new("a.topo", 1, 1, 1, 1);

    private static readonly TopologyGraph Graph = new(
        Hostile,
        [new GraphHost(Hostile, Hostile, Nowhere)],
        [
            new GraphNode(
                Hostile,
                GraphNodeKind.Device,
                Hostile,
                Hostile,
                [Hostile],
                null,
                GraphStatus.Stale,
                Nowhere,
                Nowhere
            ),
        ],
        [new GraphEdge(Hostile, Hostile, GraphEdgeKind.Dma, Hostile, GraphStatus.Stale, [])]
    );

    [Fact]
    public void Svg_takes_it_as_text()
    {
        var elements = XDocument
            .Parse(GraphSvg.Of(Graph))
            .Descendants()
            .Select(element => element.Name.LocalName)
            .Distinct();
        Assert.Equal(
            ["defs", "g", "marker", "path", "rect", "style", "svg", "text", "title"],
            elements.Order(StringComparer.Ordinal)
        );
    }

    /// <summary>With its quoted strings gone, only keywords, numbers and signs of ours are left.</summary>
    [Fact]
    public void Dot_takes_it_as_text() =>
        Assert.DoesNotContain("img", QuotedInDot().Replace(GraphDot.Of(Graph), ""), StringComparison.Ordinal);

    [Fact]
    public void Mermaid_takes_it_as_text()
    {
        var drawn = GraphMermaid.Of(Graph);
        Assert.DoesNotContain("img", QuotedInMermaid().Replace(drawn, ""), StringComparison.Ordinal);
        Assert.DoesNotContain("<img", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("#lt;", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("%%{", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain('`', drawn);
    }

    /// <summary>Source of what must not stay: CommonMark 6.1 (code spans), 6.3 (links), 6.6 (raw HTML).</summary>
    [Theory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("```<img src=x>")]
    [InlineData("`` ` <img>")]
    [InlineData("`a\n\n<img>`")]
    [InlineData("`<img>`")]
    [InlineData("[x](command:evil)")]
    [InlineData("![x](http://127.0.0.1)")]
    [InlineData("&lt;img&gt;")]
    [InlineData("**`<b>`**")]
    public void Markdown_takes_it_as_text(string text)
    {
        foreach (
            var written in new[] { MarkdownText.Escape(text), MarkdownText.Prose(text), MarkdownText.Answer(text) }
        )
        {
            Assert.DoesNotMatch(@"(?<!\\)[<\[&]|\n", written);
        }
    }

    [Theory]
    [InlineData("host `a` is", "host `a` is")]
    [InlineData("a `` b", @"a \`\` b")]
    [InlineData("`a` and `b_c`", "`a` and `b_c`")]
    public void A_name_in_backticks_stays_code(string text, string expected) =>
        Assert.Equal(expected, MarkdownText.Prose(text));

    [Theory]
    [InlineData("host a { }", "```topo\nhost a { }\n```")]
    [InlineData("/*\n````\n<img>*/", "`````topo\n/*\n````\n<img>*/\n`````")]
    public void Nothing_in_code_ends_it(string text, string expected) =>
        Assert.Equal(expected, PlainMarkdown.Code(text));

    [Fact]
    public void What_turns_the_direction_of_writing_is_left_out() =>
        Assert.Equal("a evil b", PlainMarkdown.Of("a\u202eevil\u2066b"));

    [GeneratedRegex("\"(\\\\.|[^\"\\\\])*\"", RegexOptions.Singleline)]
    private static partial Regex QuotedInDot();

    [GeneratedRegex("\"[^\"\\n]*\"")]
    private static partial Regex QuotedInMermaid();
}
