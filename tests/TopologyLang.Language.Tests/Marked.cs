using System.Text;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Tests;

/// <summary>
/// A text in which <c>⟦</c> and <c>⟧</c> mark the places where something is expected; the marks are no part of the
/// text.
/// </summary>
internal sealed record Marked(string Text, IReadOnlyList<TextSpan> Spans)
{
    public static Marked Parse(string marked)
    {
        var text = new StringBuilder();
        List<TextSpan> spans = [];
        var start = 0;
        foreach (var c in marked)
        {
            if (c == '⟦')
            {
                start = text.Length;
            }
            else if (c == '⟧')
            {
                spans.Add(TextSpan.FromBounds(start, text.Length));
            }
            else
            {
                text.Append(c);
            }
        }

        return new Marked(text.ToString(), spans);
    }
}
