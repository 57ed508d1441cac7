using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TopologyLang.Analysis.Text;

namespace TopologyLang.Analysis.Runs;

/// <summary>
/// A run as one picture that needs nothing else: no script, no font, no link. Its colours follow the reader's light or
/// dark scheme, and nothing is told by colour alone.
/// </summary>
public static class RunSvg
{
    /// <summary>Of a monospaced font of 12 px, rounded up.</summary>
    private const double CharacterWidth = 7.3;
    private const int Padding = 8;
    private const int Margin = 16;
    private const int RowHeight = 24;
    private const int SentenceHeight = 18;
    private const int LeastWidth = 560;

    private const string Style = """
        text{font:12px ui-monospace,Menlo,Consolas,monospace;fill:CanvasText}
        .back{fill:Canvas}.title{font-size:15px;font-weight:600}.head{font-weight:600}.note{opacity:.85}.env{font-style:italic}
        .cell{fill:none;stroke:GrayText;stroke-opacity:.45}.newest{fill:#2e9e5b;fill-opacity:.22}.old{fill:#e08a00;fill-opacity:.25}
        .changed{stroke:CanvasText;stroke-opacity:.9;stroke-width:1.8}.wrong{fill:#d13438;fill-opacity:.28}
        """;

    public static string Render(ExplainedRun run)
    {
        var grid = RunGrid.Of(run);
        var widths = grid is null ? [] : Widths(grid);
        var width = Math.Max(LeastWidth, widths.Sum()) + (2 * Margin);
        var body = new StringBuilder();
        var y = Line(body, Margin + 14, "title", RunHeads.Title(run)) + 6;
        if (grid is not null)
        {
            y = Line(body, y, "note", RunHeads.Subtitle(run)) + 4;
            y = Rows(body, grid, widths, y);
        }

        y = Paragraph(body, y + 6, "head", run.Conclusion, width);
        foreach (var simplification in grid is null ? run.Explored?.Simplifications ?? [] : [])
        {
            y = Paragraph(body, y, "note", "- " + simplification, width);
        }

        return Document(run, body, width, y + Margin);
    }

    private static string Document(ExplainedRun run, StringBuilder body, int width, int height) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" style="color-scheme:light dark">
            <title>{XmlText.Escape(RunHeads.Title(run))}</title>
            <desc>{XmlText.Escape(run.Conclusion)}</desc>
            <style>{Style}</style>
            <rect class="back" width="{width}" height="{height}"/>
            {body}</svg>

            """
        );

    private static ImmutableArray<int> Widths(RunGrid grid) =>
        [
            .. grid.Columns.Select(
                (title, column) =>
                    (int)(
                        grid.Rows.Select(row => row.Cells[column].Text.Length).Append(title.Length).Max()
                        * CharacterWidth
                    ) + (2 * Padding)
            ),
        ];

    private static int Rows(StringBuilder body, RunGrid grid, ImmutableArray<int> widths, int y)
    {
        var x = Margin;
        for (var column = 0; column < grid.Columns.Length; x += widths[column], column++)
        {
            Text(body, x + Padding, y + 12, "head", grid.Columns[column]);
        }

        y += RowHeight - 4;
        foreach (var row in grid.Rows)
        {
            y = Row(body, row, widths, y);
        }

        return y;
    }

    private static int Row(StringBuilder body, GridRow row, ImmutableArray<int> widths, int y)
    {
        if (row.Wrong)
        {
            var whole = widths.Sum();
            body.Append(
                CultureInfo.InvariantCulture,
                $"<rect class=\"wrong\" x=\"{Margin}\" y=\"{y}\" width=\"{whole}\" height=\"{RowHeight}\"/>\n"
            );
        }

        // Cells that changed come last, so that no neighbour's border lies over theirs.
        foreach (var column in Enumerable.Range(0, widths.Length).OrderBy(column => row.Cells[column].Changed))
        {
            Cell(body, row.Cells[column], Margin + widths.Take(column).Sum(), y, widths[column]);
        }

        y += RowHeight;
        if (row.Sentence.Length == 0)
        {
            return y + 4;
        }

        foreach (var line in TextWrap.Lines(row.Sentence, Characters(Math.Max(LeastWidth, widths.Sum()))))
        {
            y += SentenceHeight;
            Text(body, Margin + Padding, y - 4, row.FromEnvironment ? "note env" : "note", line);
        }

        return y + 6;
    }

    private static void Cell(StringBuilder body, GridCell cell, int x, int y, int width)
    {
        var kind = cell.Kind switch
        {
            CellKind.Newest => " newest",
            CellKind.Old => " old",
            _ => "",
        };
        var changed = cell.Changed ? " changed" : "";
        body.Append(
            CultureInfo.InvariantCulture,
            $"<rect class=\"cell{kind}{changed}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{RowHeight}\"/>\n"
        );
        Text(body, x + Padding, y + 16, "", cell.Text);
    }

    private static int Line(StringBuilder body, int y, string style, string text)
    {
        Text(body, Margin, y, style, text);
        return y + SentenceHeight;
    }

    private static int Paragraph(StringBuilder body, int y, string style, string text, int width)
    {
        foreach (var line in TextWrap.Lines(text, Characters(width - (2 * Margin))))
        {
            y = Line(body, y + 10, style, line) - 10;
        }

        return y;
    }

    private static int Characters(int width) => (int)((width - (2 * Padding)) / CharacterWidth);

    private static void Text(StringBuilder body, int x, int y, string style, string text)
    {
        if (text.Length > 0)
        {
            body.Append(
                CultureInfo.InvariantCulture,
                $"<text x=\"{x}\" y=\"{y}\" class=\"{style}\">{XmlText.Escape(text)}</text>\n"
            );
        }
    }
}
