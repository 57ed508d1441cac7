using System.Globalization;
using TopologyLang.Analysis.Architectures;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Terms;
using TopologyLang.Cli.Terminal;
using TopologyLang.Language.Binding.Errors;

namespace TopologyLang.Cli.Output;

/// <summary>One table a file, a program a row and an architecture a column; below it why.</summary>
internal static class ArchitectureOutput
{
    /// <summary>A longer name does not push the verdicts of all others to the right.</summary>
    private const int WidestName = 40;

    public static void Write(CommandConsole console, ArchitectureComparison comparison)
    {
        var output = console.Out;
        output.WriteLine(console.Style.Strong(Printable.Line(comparison.Analysis.Path)));
        if (comparison.Rows.IsEmpty)
        {
            output.WriteLine("  no program runs in this file");
        }
        else
        {
            WriteTable(console, comparison);
        }

        var below = Reasons(comparison).Concat(comparison.Columns.SelectMany(Changes)).ToList();
        if (below.Count > 0)
        {
            output.WriteLine();
        }

        foreach (var line in below)
        {
            output.WriteLine(Printable.Line($"  {line}"));
        }

        if (Mistakes(comparison.Analysis) is > 0 and var mistakes)
        {
            output.WriteLine(
                $"  the file has {mistakes} {(mistakes == 1 ? "mistake" : "mistakes")}: see topo check without --arch"
            );
        }

        output.WriteLine();
    }

    /// <summary>Of the text itself, as it is written.</summary>
    public static int Mistakes(FileAnalysis analysis) =>
        analysis.Binding.Files.Sum(file => file.Tree.Errors.Length)
        + analysis.Binding.Errors.Count(error => error.Severity == BindingSeverity.Error);

    private static void WriteTable(CommandConsole console, ArchitectureComparison comparison)
    {
        List<string[]> table =
        [
            ["program", .. comparison.Columns.Select(Head)],
            .. comparison.Rows.Select(row => (string[])[Name(row), .. row.Answers.Select(answer => answer.Word)]),
        ];
        var widths = Enumerable
            .Range(0, table[0].Length)
            .Select(column =>
                table.Select(row => row[column].Length).Where(width => width <= WidestName).DefaultIfEmpty().Max()
            )
            .ToList();
        foreach (var (index, row) in table.Index())
        {
            var line = "  " + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();
            console.Out.WriteLine(index == 0 ? console.Style.Strong(line) : Printable.Line(line));
        }
    }

    private static string Head(ArchitectureColumn column) =>
        Words.Of(column.Architecture) + (column.IsWritten ? " (as written)" : "");

    private static string Name(ArchitectureRow row) =>
        row.Scenario is null
            ? row.Program
            : string.Create(CultureInfo.InvariantCulture, $"{row.Program} ({row.Scenario} run {row.Run})");

    /// <summary>Of every answer that has one; the same for several architectures in one line.</summary>
    private static IEnumerable<string> Reasons(ArchitectureComparison comparison) =>
        from row in comparison.Rows
        from same in row
            .Answers.Select((answer, column) => (answer, comparison.Columns[column].Architecture))
            .Where(one => one.answer.Why is not null)
            .GroupBy(one => (one.answer.Line, one.answer.Why), one => Words.Of(one.Architecture))
        let line = same.Key.Line is { } number ? string.Create(CultureInfo.InvariantCulture, $", line {number}") : ""
        select $"{Name(row)} on {string.Join(" and ", same)}{line}: {same.Key.Why}";

    private static IEnumerable<string> Changes(ArchitectureColumn column) =>
        column
            .Obstacles.Select(one =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"not changed over to {Words.Of(column.Architecture)}: {one.Where.Path}:{one.Line}: {one.Message}"
                )
            )
            .Concat(column.Notes.Select(note => $"on {Words.Of(column.Architecture)}: {note}"));
}
