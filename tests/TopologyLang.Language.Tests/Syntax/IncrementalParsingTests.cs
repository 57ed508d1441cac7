using CsCheck;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Tests.Syntax;

public sealed class IncrementalParsingTests
{
    /// <summary>What people and accidents put into a file; the ones that open and close things matter most.</summary>
    private static readonly string[] Snippets =
    [
        "{",
        "}",
        "\n",
        "\r\n",
        "/*",
        "*/",
        "//",
        "///",
        "\"",
        ";",
        "=",
        " ",
        "x",
        "\nhost b {",
        "\ndevice d behind gfx { }\n",
        "expect p coherent\n",
        "import \"x\"\n",
        "on ",
        ":",
        "[",
        "]",
        "\n}\n",
        "host",
        "program p on h {\n  cpu 0 wbinvd\n}\n",
        "\n  behind",
        "\0",
    ];

    [Fact]
    public void Random_edits_give_the_tree_of_a_fresh_parse() =>
        RandomEdit
            .Some(Snippets)
            .Sample(
                edits =>
                {
                    var tree = Sample.Parse(Sample.Workstation);
                    foreach (var edit in edits)
                    {
                        tree = tree.WithChange(edit.In(tree.Text.Length));
                        Assert.Equal(TreeDump.Of(SyntaxTree.Parse(tree.Text)), TreeDump.Of(tree));
                    }
                },
                iter: RandomEdit.Texts
            );

    [Fact]
    public void Declarations_that_an_edit_does_not_touch_are_the_same_objects()
    {
        var tree = Sample.Parse(Sample.Workstation);
        var nic = tree.Declarations.Single(declaration => declaration.Syntax.Name?.Text == "nic");
        var changed = tree.WithChange(
            new TextChange(new TextSpan(nic.Start + nic.Syntax.CloseBrace!.Value.Span.Start, 0), " driver = mlx5 ")
        );
        Assert.Equal(tree.Declarations.Length, changed.Declarations.Length);
        for (var i = 0; i < tree.Declarations.Length; i++)
        {
            var same = ReferenceEquals(tree.Declarations[i].Syntax, changed.Declarations[i].Syntax);
            Assert.Equal(tree.Declarations[i].Syntax.Name?.Text != "nic", same);
        }
    }

    [Fact]
    public void A_declaration_typed_between_two_others_leaves_both_as_they_were()
    {
        var tree = Sample.Parse("host a { }\nhost c { }\n");
        var changed = tree.WithChange(new TextChange(new TextSpan(11, 0), "host b {\n}\n"));
        Assert.Equal(["a", "b", "c"], changed.Declarations.Select(declaration => declaration.Syntax.Name!.Value.Text));
        Assert.Same(tree.Declarations[0].Syntax, changed.Declarations[0].Syntax);
        Assert.Same(tree.Declarations[1].Syntax, changed.Declarations[2].Syntax);
    }

    [Fact]
    public void Opening_a_comment_swallows_what_follows_and_closing_it_gives_it_back()
    {
        var tree = Sample.Parse("host a { }\nhost b { } // */\nhost c { }\n");
        var opened = tree.WithChange(new TextChange(new TextSpan(11, 0), "/* "));
        Assert.Equal(["a", "c"], opened.Declarations.Select(declaration => declaration.Syntax.Name!.Value.Text));
        var closed = opened.WithChange(new TextChange(new TextSpan(11, 3), ""));
        Assert.Equal(TreeDump.Of(tree), TreeDump.Of(closed));
    }
}
