using TopologyLang.Analysis.Kernels;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Text;
using TopologyLang.Cli.Terminal;
using TopologyLang.Server.Protocol;

namespace TopologyLang.Cli.Output;

/// <summary>One row a change: version, what is about, before and after, why.</summary>
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
            output.WriteLine($"  host {host.Name} has Linux {KernelWords.Of(host.Kernel)}");
        }

        output.WriteLine($"  simulated with every host under Linux {string.Join(", ", comparison.Versions)}");
        if (comparison.Changes.IsEmpty)
        {
            output.WriteLine("  no version makes a difference to any answer");
            return;
        }

        output.WriteLine();
        var rows = comparison
            .Changes.Select(change =>
                (
                    Version: change.Version.ToString(),
                    Subject: KernelWording.Subject(change),
                    Change: $"{change.Before ?? "none"} -> {change.After ?? "none"}",
                    Why: change.Why is { } why ? Chains.Line(why) : ""
                )
            )
            .ToList();
        var subject = Width(rows.Select(row => row.Subject));
        var change = Width(rows.Select(row => row.Change));
        foreach (var row in rows)
        {
            var answer = $"{row.Subject.PadRight(subject)}  {row.Change.PadRight(change)}  {Printable.Line(row.Why)}";
            output.WriteLine($"  {style.Strong(row.Version.PadRight(7))} {answer.TrimEnd()}");
        }
    }

    public static void WriteJson(CommandConsole console, FileAnalysis analysis, KernelComparison comparison) =>
        console.Out.Write(ResultJson.Text(KernelReport.Of(analysis, comparison)));

    private static int Width(IEnumerable<string> texts) =>
        texts.Select(text => text.Length).Where(length => length <= WidestColumn).DefaultIfEmpty().Max();
}
