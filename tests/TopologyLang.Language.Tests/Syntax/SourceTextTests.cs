using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Tests.Syntax;

public sealed class SourceTextTests
{
    private readonly SourceText text = SourceText.From("ab\ncd\r\n\re");

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(2, 0, 2)]
    [InlineData(3, 1, 0)]
    [InlineData(5, 1, 2)]
    [InlineData(7, 2, 0)]
    [InlineData(8, 3, 0)]
    [InlineData(9, 3, 1)]
    [InlineData(99, 3, 1)]
    public void An_offset_has_a_position(int offset, int line, int character) =>
        Assert.Equal(new LinePosition(line, character), text.PositionOf(offset));

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(0, 99, 2)]
    [InlineData(1, 99, 5)]
    [InlineData(2, 0, 7)]
    [InlineData(3, 1, 9)]
    [InlineData(99, 0, 9)]
    [InlineData(-1, 5, 0)]
    public void A_position_has_an_offset_within_its_line(int line, int character, int offset) =>
        Assert.Equal(offset, text.OffsetOf(new LinePosition(line, character)));

    [Fact]
    public void Lines_come_without_their_ends()
    {
        Assert.Equal(4, text.LineCount);
        Assert.Equal(["ab", "cd", "", "e"], Enumerable.Range(0, 4).Select(text.Line));
    }

    [Fact]
    public void A_change_gives_a_new_text()
    {
        var changed = text.WithChange(new TextChange(new TextSpan(1, 2), "xyz\n"));
        Assert.Equal("axyz\ncd\r\n\re", changed.Content);
        Assert.Equal("ab\ncd\r\n\re", text.Content);
    }

    /// <summary>Every change of every stretch of the text; half of a line end may come or go.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    [InlineData("\n\r")]
    [InlineData("x\ny\rz")]
    public void A_changed_text_has_the_lines_of_a_fresh_one(string inserted)
    {
        for (var start = 0; start <= text.Length; start++)
        {
            for (var end = start; end <= text.Length; end++)
            {
                Assert.Equal(4, text.LineCount);
                var changed = text.WithChange(new TextChange(TextSpan.FromBounds(start, end), inserted));

                var fresh = SourceText.From(changed.Content);

                Assert.Equal(
                    Enumerable.Range(0, fresh.Length + 1).Select(fresh.PositionOf),
                    Enumerable.Range(0, fresh.Length + 1).Select(changed.PositionOf)
                );
                Assert.Equal(fresh.LineCount, changed.LineCount);
            }
        }
    }
}
