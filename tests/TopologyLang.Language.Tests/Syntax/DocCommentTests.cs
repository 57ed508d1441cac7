namespace TopologyLang.Language.Tests.Syntax;

/// <summary>Which <c>///</c> lines a hover shows with a declaration.</summary>
public class DocCommentTests
{
    [Theory]
    [InlineData("/// what it is\nhost a { }", "what it is")]
    [InlineData("/// one\n/// two\nhost a { }", "one\ntwo")]
    [InlineData("/// what it is\n\t  host a { }", "what it is")]
    [InlineData("  /// what it is\n  host a { }", "what it is")]
    [InlineData("/// of nothing\n\nhost a { }", null)]
    [InlineData("/// of nothing\n// another\nhost a { }", null)]
    [InlineData("//// a line that separates\nhost a { }", null)]
    [InlineData("host a { }", null)]
    public void The_lines_directly_above_belong_to_a_declaration(string text, string? doc) =>
        Assert.Equal(doc, Sample.Parse(text).Declarations.Single().Syntax.DocComment);
}
