using TopologyLang.Language.Binding.Partition;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Tests.Binding;

/// <summary>Declarations that have a name in common are one island.</summary>
public sealed class IslandTests
{
    [Theory]
    [InlineData("host a { }; host b { }", "a; b")]
    [InlineData("host a { }; host b { }; iommu u on a { }; device d behind u { }", "a u d; b")]
    [InlineData("host a { }; host b { }; domain s on b { attach = [d] }; device d on a { }", "a b s d")]
    [InlineData("host a { }; host b { }; guest g on b { assign = [d via s] }; domain s on a { }", "a b g s")]
    [InlineData("host a { }; host b { }; device d on a { vf_of = e }; device e on b { }", "a b d e")]
    [InlineData("host a { }; host b { }; program p on a using d { }; device d on b { }", "a b p d")]
    [InlineData("host a { }; host a { }; host b { }", "a a; b")]
    [InlineData("host a { }; iommu a on b { }", "a a")]
    [InlineData("host a { }; host b in g { }; guest g on a { }", "a b g")]
    [InlineData("host a { }; host b { }; device d on a { }; program d-page-recycle on b { }", "a b d d-page-recycle")]
    [InlineData("host a { }; device d on missing { }; domain s on missing { }", "a; d s")]
    [InlineData(
        "template t : device { }; host a { }; host b { }; device d : t on a { }; device e : t on b { }",
        "t; a d (t); b e (t)"
    )]
    public void A_file_falls_into_islands(string text, string islands) =>
        Assert.Equal(islands, Text(Islands.Of(Tree(text))!.Value));

    [Fact]
    public void An_expectation_is_with_what_it_speaks_of()
    {
        var islands = Islands.Of(
            Tree("host a { }; host b { }; device d on b { }; expect d in box 4; expect d-page-recycle coherent")
        );

        Assert.Equal("a; b d expect expect", Text(islands!.Value));
    }

    [Theory]
    [InlineData("host a { }; host b { }; scenario s { }")]
    [InlineData("import \"b.topo\"; host a { }; host b { }")]
    [InlineData("host a { }; host b { }; template t : domain { attach = [d] }")]
    [InlineData("host a { }; host b { } /* open")]
    [InlineData("host a { }; nonsense b { }; host c { }")]
    public void What_may_speak_of_everything_makes_the_file_one_thing(string text) =>
        Assert.Null(Islands.Of(Tree(text)));

    [Theory]
    [InlineData("host b", "host  b", "a d; b")]
    [InlineData("host b", "host c", "a d; c")]
    [InlineData("on a", "on b", "a; b d")]
    [InlineData("device d", "nonsense d", null)]
    [InlineData("host b { }; ", "", "a d")]
    [InlineData("host b", "host c { }; host b", "a d; c; b")]
    [InlineData("host b", "scenario b", null)]
    public void After_an_edit_the_islands_are_those_of_the_new_text(string before, string after, string? islands)
    {
        var (old, inserted) = (Lines(before), Lines(after));
        var tree = Tree("host a { }; host b { }; device d on a { }");
        Islands.Of(tree);

        var edited = tree.WithChange(
            new TextChange(new TextSpan(tree.Text.Content.IndexOf(old, StringComparison.Ordinal), old.Length), inserted)
        );

        Assert.Equal(islands, Islands.Of(edited) is { } found ? Text(found) : null);
    }

    private static string Lines(string text) => text.Replace("; ", "\n", StringComparison.Ordinal);

    private static SyntaxTree Tree(string text) => SyntaxTree.Parse(SourceText.From(Lines(text)));

    private static string Text(IEnumerable<Island> islands) =>
        string.Join(
            "; ",
            islands.Select(island =>
                string.Join(' ', island.Own.Select(Name))
                + (island.Templates.IsEmpty ? "" : $" ({string.Join(' ', island.Templates.Select(Name))})")
            )
        );

    private static string Name(PlacedDeclaration declaration) =>
        (declaration.Syntax.Name ?? declaration.Syntax.Keyword).Text;
}
