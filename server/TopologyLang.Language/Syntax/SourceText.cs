namespace TopologyLang.Language.Syntax;

/// <summary>The text of one file; never changes. Lines end with \n, \r\n or \r.</summary>
public sealed class SourceText
{
    private int[]? lineStarts;

    private SourceText(string content) => Content = content;

    public string Content { get; }

    public int Length => Content.Length;

    public int LineCount => LineStarts.Length;

    // Two threads may both compute it: the results are equal, so the last one wins.
    private int[] LineStarts => lineStarts ??= FindLineStarts(Content);

    public static SourceText From(string content) => new(content);

    /// <summary>An offset outside the text counts as its nearest end.</summary>
    public LinePosition PositionOf(int offset)
    {
        offset = Math.Clamp(offset, 0, Length);
        var line = LineOf(LineStarts, offset);
        return new LinePosition(line, offset - LineStarts[line]);
    }

    /// <summary>
    /// A position outside the text counts as the nearest one inside it; a character past its line's end as that end.
    /// </summary>
    public int OffsetOf(LinePosition position)
    {
        if (position.Line < 0)
        {
            return 0;
        }

        if (position.Line >= LineCount)
        {
            return Length;
        }

        var span = LineSpan(position.Line);
        return span.Start + Math.Clamp(position.Character, 0, span.Length);
    }

    /// <summary>The line without its line end.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such line.</exception>
    public string Line(int line)
    {
        var span = LineSpan(line);
        return Content.Substring(span.Start, span.Length);
    }

    /// <summary>The range of the line without its line end.</summary>
    public TextSpan LineSpan(int line)
    {
        var start = LineStarts[line];
        var end = line + 1 < LineCount ? LineStarts[line + 1] : Length;
        while (end > start && Content[end - 1] is '\n' or '\r')
        {
            end--;
        }

        return TextSpan.FromBounds(start, end);
    }

    public SourceText WithChange(TextChange change)
    {
        var changed = new SourceText(
            string.Concat(Content.AsSpan(0, change.Span.Start), change.NewText, Content.AsSpan(change.Span.End))
        );
        changed.lineStarts = lineStarts is { } starts ? LineStartsAfter(starts, change, changed.Content) : null;
        return changed;
    }

    public override string ToString() => Content;

    /// <summary>The lines before and behind the change stay what they are.</summary>
    private static int[] LineStartsAfter(int[] starts, TextChange change, string content)
    {
        // A line end of two characters can come about at either end of the change, so one more character on each side
        // is looked at.
        var first = LineOf(starts, Math.Max(0, change.Span.Start - 1));
        var behind = LineOf(starts, change.Span.End + 1) + 1;
        var delta = change.NewText.Length - change.Span.Length;
        var isLast = behind == starts.Length;
        var end = isLast ? content.Length : starts[behind] + delta;

        // What was looked at ends where the line behind it starts, which is found on both sides.
        var between = FindLineStarts(content.AsSpan(starts[first]..end));
        var kept = isLast || between[^1] + starts[first] < end ? between.Length : between.Length - 1;
        var changed = new int[first + kept + starts.Length - behind];
        starts.AsSpan(0, first).CopyTo(changed);
        Shift(between.AsSpan(0, kept), starts[first], changed.AsSpan(first));
        Shift(starts.AsSpan(behind), delta, changed.AsSpan(first + kept));
        return changed;
    }

    private static void Shift(ReadOnlySpan<int> starts, int by, Span<int> shifted)
    {
        for (var i = 0; i < starts.Length; i++)
        {
            shifted[i] = starts[i] + by;
        }
    }

    private static int LineOf(int[] starts, int offset)
    {
        var line = Array.BinarySearch(starts, offset);
        return line < 0 ? ~line - 1 : line;
    }

    private static int[] FindLineStarts(ReadOnlySpan<char> content)
    {
        var starts = new List<int>(content.Length / 32 + 1) { 0 };
        var at = 0;
        while (content[at..].IndexOfAny('\n', '\r') is var next and >= 0)
        {
            at += next + 1;
            if (content[at - 1] == '\r' && at < content.Length && content[at] == '\n')
            {
                at++;
            }

            starts.Add(at);
        }

        return [.. starts];
    }
}
