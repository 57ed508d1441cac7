using System.Collections.Immutable;
using System.Text;

namespace TopologyLang.Analysis.Runs;

/// <summary>
/// A run as a table of plain text. An asterisk marks what a step changed; under each row stands its sentence.
/// </summary>
public static class RunTable
{
    private const int Gap = 2;
    private const char ChangeMark = '*';
    private const string Indent = "      ";

    /// <param name="width">Characters in a line of the terminal. Cells are broken between words to keep to it, as far
    /// as that goes.</param>
    public static string Render(ImmutableArray<ExplainedRun> runs, int width)
    {
        var text = new StringBuilder();
        foreach (var run in runs)
        {
            AppendRun(text, run, width);
        }

        AppendSimplifications(text, runs, width);
        return text.ToString();
    }

    private static void AppendRun(StringBuilder text, ExplainedRun run, int width)
    {
        text.Append(RunHeads.Title(run)).Append('\n');
        if (RunGrid.Of(run) is { } grid)
        {
            text.Append(RunHeads.Subtitle(run)).Append("\n\n");
            AppendGrid(text, grid, width);
        }

        AppendWrapped(text, run.Conclusion, "", width);
        text.Append('\n');
    }

    /// <summary>Once below all runs: what a "coherent" rests on.</summary>
    private static void AppendSimplifications(StringBuilder text, ImmutableArray<ExplainedRun> runs, int width)
    {
        var simplifications = runs.SelectMany(run => run.Explored?.Simplifications ?? []).Distinct().ToList();
        if (simplifications.Count == 0)
        {
            return;
        }

        text.Append("The model:\n");
        foreach (var simplification in simplifications)
        {
            AppendWrapped(text, simplification, "  - ", width);
        }
    }

    private static void AppendGrid(StringBuilder text, RunGrid grid, int width)
    {
        var rows = grid.Rows.Select(row => row.Cells.Select(TextOf).ToImmutableArray()).ToList();
        var widths = Widths(grid.Columns, rows, width);
        AppendRow(text, grid.Columns, widths);
        AppendRow(text, [.. widths.Select(column => new string('-', column))], widths);
        foreach (var (row, cells) in grid.Rows.Zip(rows))
        {
            AppendRow(text, cells, widths);
            AppendWrapped(text, row.Sentence, Indent, width);
        }

        text.Append('\n');
    }

    private static string TextOf(GridCell cell)
    {
        var text = cell.Kind == CellKind.Empty ? "-" : cell.Text;
        return cell.Changed ? text + ChangeMark : text;
    }

    /// <summary>
    /// As wide as the longest cell; while that is too much together, the widest column gives way as far as its longest
    /// word.
    /// </summary>
    private static ImmutableArray<int> Widths(
        ImmutableArray<string> columns,
        List<ImmutableArray<string>> rows,
        int width
    )
    {
        var cells = columns.Select((title, column) => rows.Select(row => row[column]).Append(title).ToList()).ToList();
        var widths = cells.Select(column => column.Max(cell => cell.Length)).ToList();
        var least = cells.Select(column => column.Max(TextWrap.LongestWord)).ToList();
        while (widths.Sum() + (Gap * (widths.Count - 1)) > width)
        {
            var yielding = Enumerable.Range(0, widths.Count).Where(column => widths[column] > least[column]).ToList();
            if (yielding.Count == 0)
            {
                break;
            }

            widths[yielding.MaxBy(column => widths[column])]--;
        }

        return [.. widths];
    }

    private static void AppendRow(StringBuilder text, ImmutableArray<string> cells, ImmutableArray<int> widths)
    {
        var lines = cells.Select((cell, column) => TextWrap.Lines(cell, widths[column])).ToList();
        for (var line = 0; line < lines.Max(cell => cell.Length); line++)
        {
            var parts = lines.Select(
                (cell, column) => (line < cell.Length ? cell[line] : "").PadRight(widths[column] + Gap)
            );
            text.Append(string.Concat(parts).TrimEnd()).Append('\n');
        }
    }

    private static void AppendWrapped(StringBuilder text, string paragraph, string indent, int width)
    {
        if (paragraph.Length == 0)
        {
            return;
        }

        foreach (
            var (line, index) in TextWrap.Lines(paragraph, width - indent.Length).Select((line, index) => (line, index))
        )
        {
            text.Append(index == 0 ? indent : new string(' ', indent.Length)).Append(line).Append('\n');
        }
    }
}
