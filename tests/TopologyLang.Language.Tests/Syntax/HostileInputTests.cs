using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Tests.Syntax;

/// <summary>Nothing that a file can hold makes the parser crash, hang or fall silent.</summary>
public sealed class HostileInputTests
{
    private const int Large = 5 * 1024 * 1024;

    /// <summary>Repeated up to five megabytes: each would take hours if anything were quadratic.</summary>
    public static TheoryData<string> Junk =>
        [
            "\0",
            "{",
            "}",
            "[",
            "\"",
            "/*",
            "/*\n",
            "= ",
            "a = ",
            "a\n",
            "host a {\n",
            "host a { b = [",
            "import ",
            "expect p\n",
            "x = \"\n",
            "{\n",
            "\u0001\ud800é",
            "host h : t on h\n",
            "a",
            "1",
            ": ",
            ",",
            "host a { x { } }\n",
            "program p on h { cpu 0 }\n",
            "///\n",
            "} host a { ",
            "host a\n{\n",
        ];

    [Theory]
    [MemberData(nameof(Junk))]
    public void Junk_gives_messages_and_keeps_its_text(string junk)
    {
        var text = string.Concat(Enumerable.Repeat(junk, Large / junk.Length));
        var tree = Sample.Parse(text);
        Assert.Equal(
            text.Length,
            tree.Declarations.Append(tree.End).Sum(declaration => declaration.Syntax.Text.Length)
        );
        Assert.True(junk == "///\n" || !tree.Errors.IsEmpty);
        Assert.True(tree.Errors.Length <= SourceLimits.Errors + 1);
    }

    [Fact]
    public void Ten_thousand_nested_braces_are_one_mistake()
    {
        var tree = Sample.Parse(
            $"host a {{ x {new string('{', 10_000)}{new string('}', 10_000)} cpus = 1 }}\nhost b {{ }}"
        );
        var error = Assert.Single(tree.Errors);
        Assert.Equal(SyntaxCodes.TooDeep, error.Code);
        Assert.Equal(["a", "b"], tree.Declarations.Select(declaration => declaration.Syntax.Name!.Value.Text));
        Assert.Equal("cpus", tree.Declarations[0].Syntax.Members.OfType<PropertySyntax>().Single().Name.Text);
    }

    [Fact]
    public void A_nul_byte_is_named_and_the_rest_of_the_file_is_read()
    {
        var tree = Sample.Parse("host a { cpus = \0 }\nhost b { cpus = 1 }\n");
        var error = Assert.Single(tree.Errors);
        Assert.Equal("the character U+0000 has no meaning here: expected a value after `=`", error.Message);
        Assert.Equal(2, tree.Declarations.Length);
    }

    [Fact]
    public void A_file_above_the_limit_is_refused_with_its_size()
    {
        var tree = Sample.Parse(new string('a', SourceLimits.FileLength + 1));
        var error = Assert.Single(tree.Errors);
        Assert.Equal("this file has 16,777,217 characters; more than 16,777,216 are not read", error.Message);
    }

    [Fact]
    public void A_long_list_is_read()
    {
        var tree = Sample.Parse(
            $"domain d on h {{ attach = [{string.Join(", ", Enumerable.Range(0, 100_000).Select(i => $"d{i}"))}] }}"
        );
        Assert.Empty(tree.Errors);
    }

    [Fact]
    public void Edits_at_every_place_of_a_broken_file_are_met()
    {
        const string Text = "host a {\n/* x\nhost b { } \"\n*/ } expect a b\n}}{\nimport \"\n";
        for (var at = 0; at <= Text.Length; at++)
        {
            var tree = Sample.Parse(Text).WithChange(new TextChange(new TextSpan(at, 0), "{"));
            Assert.Equal(TreeDump.Of(SyntaxTree.Parse(tree.Text)), TreeDump.Of(tree));
        }
    }
}
