using TopologyLang.Language.Syntax;
using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

public sealed class FormattingTests
{
    private const string Uri = "file:///nowhere/a.topo";

    [Theory]
    [InlineData("host   h {\n}\n")]
    [InlineData("host   h {\r\n}\r\n")]
    [InlineData("/// 😀\nhost   h  { }\n")]
    public async Task The_edit_makes_of_the_text_what_the_formatter_makes_of_it(string text)
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(Uri, text);

        var answer = await session.RequestAsync("textDocument/formatting", Uri);

        Assert.True(answer["error"] is null, answer.ToString());
        var formatted = Edits.Apply(text, answer["result"]!);
        Assert.Equal(Formatter.Format(SyntaxTree.Parse(SourceText.From(text))), formatted);
        Assert.NotEqual(text, formatted);
    }

    [Fact]
    public async Task A_formatted_text_needs_no_edit()
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(Uri, Formatter.Format(SyntaxTree.Parse(SourceText.From(Texts.Stale))));

        var answer = await session.RequestAsync("textDocument/formatting", Uri);

        Assert.Empty(answer["result"]!);
    }
}
