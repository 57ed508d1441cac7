using TopologyLang.Analysis.Kernels;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Terms;
using TopologyLang.Analysis.Text;
using TopologyLang.Cli.Terminal;
using TopologyLang.Server.Protocol;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Cli.Output;

/// <summary>Branch by branch one row a change: version, what is about, before and after, why.</summary>
internal static class KernelsOutput
{
    /// <summary>A longer subject does not push the answers of all others to the right.</summary>
    private const int WidestColumn = 44;

    public static void WriteText(CommandConsole console, FileAnalysis analysis, KernelComparison comparison)
    {
        var (output, style) = (console.Out, console.Style);
        output.WriteLine(style.Strong(Printable.Line(analysis.Path)));
        foreach (var host in analysis.System.Topology.Hosts)
        {
            output.WriteLine($"  host {host.Name} has Linux {KernelWords.Of(host)}");
        }

        output.WriteLine($"  simulated with every host under Linux {string.Join(", ", comparison.Versions)}");
        if (comparison.Changes.IsEmpty)
        {
            output.WriteLine(
                comparison.NothingIsKnown
                    ? "  nothing is known under any version, so nothing could be compared; `topo check` says why"
                    : "  no version makes a difference to any answer"
            );
            return;
        }

        var rows = comparison.Changes.Select(Row).ToList();
        var widths = (Subject: Width(rows.Select(row => row.Subject)), Change: Width(rows.Select(row => row.Change)));
        foreach (var branch in comparison.Branches)
        {
            var changed = rows.Where(row => branch.Versions.Contains(row.Version)).ToList();
            if (changed.Count == 0)
            {
                continue;
            }

            output.WriteLine();
            output.WriteLine($"  {style.Strong(branch.Name)}");
            foreach (var row in changed)
            {
                var answer =
                    $"{row.Subject.PadRight(widths.Subject)}  {row.Change.PadRight(widths.Change)}  "
                    + $"{Printable.Line(row.Why)}";
                output.WriteLine($"  {style.Strong(row.Version.ToString().PadRight(8))} {answer.TrimEnd()}");
            }
        }

        var same = comparison
            .Branches.Where(branch => !rows.Exists(row => branch.Versions.Contains(row.Version)))
            .Select(branch => branch.Name)
            .ToList();
        if (same.Count > 0)
        {
            output.WriteLine();
            output.WriteLine($"  no difference within {string.Join(", ", same)}");
        }
    }

    private static (KernelVersion Version, string Subject, string Change, string Why) Row(KernelChange change) =>
        (
            change.Version,
            KernelWording.Subject(change),
            $"{change.Before ?? "none"} -> {change.After ?? "none"}",
            string.Join(
                "; ",
                new[] { change.Why is { } why ? Chains.Line(why) : "" }
                    .Concat(
                        change
                            .Fixes.Select(fix => fix.Words)
                            .Where(words => change.Why?.Text.Contains(words, StringComparison.Ordinal) != true)
                    )
                    .Where(text => text.Length > 0)
            )
        );

    public static void WriteJson(CommandConsole console, FileAnalysis analysis, KernelComparison comparison) =>
        console.Out.Write(ResultJson.Text(KernelReport.Of(analysis, comparison)));

    private static int Width(IEnumerable<string> texts) =>
        texts.Select(text => text.Length).Where(length => length <= WidestColumn).DefaultIfEmpty().Max();
}
