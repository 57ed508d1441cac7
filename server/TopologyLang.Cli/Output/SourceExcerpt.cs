using TopologyLang.Analysis.Locations;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Cli.Output;

/// <summary>
/// The source line of a finding with a caret below, cut around the caret where it is wider than the output.
/// </summary>
/// <param name="Number">The line, counted from 1.</param>
/// <param name="Indent">Blanks, or tabs where the line has them, up to the caret.</param>
internal sealed record SourceExcerpt(int Number, string Line, string Indent, string Caret)
{
    private const string Cut = "\u2026";

    /// <param name="width">Columns for the line itself.</param>
    public static SourceExcerpt Of(FileAnalysis analysis, FileSpan where, int width)
    {
        var (start, end) = LineRange.Of(analysis.Binding, where);
        var line = LineRange.TextOf(analysis.Binding, where.Path).Line(start.Line).TrimEnd();
        var last = Math.Min(end.Line == start.Line ? end.Character : line.Length, line.Length);
        var length = Math.Max(1, last - start.Character);
        var (from, to) = Window(line.Length, start.Character, length, Math.Max(width, 20));
        var (before, after) = (from > 0 ? Cut : "", to < line.Length ? Cut : "");
        var shown = line[from..to];
        var at = Math.Min(start.Character - from, shown.Length);
        var indent = string.Concat(shown.Take(at).Select(character => character == '\t' ? '\t' : ' '));
        var caret = new string('^', Math.Max(1, Math.Min(length, shown.Length - at)));
        return new SourceExcerpt(
            start.Line + 1,
            before + shown + after,
            new string(' ', before.Length) + indent,
            caret
        );
    }

    /// <summary>A third of the width goes to what stands before the caret.</summary>
    private static (int From, int To) Window(int lineLength, int start, int length, int width)
    {
        if (lineLength <= width)
        {
            return (0, lineLength);
        }

        var room = width - (2 * Cut.Length);
        var wanted = start + length <= room ? 0 : start - Math.Min(room / 3, Math.Max(0, room - length));
        var from = Math.Clamp(wanted, 0, Math.Max(0, lineLength - room));
        return (from, Math.Min(lineLength, from + room));
    }
}
