using System.Globalization;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Binding.Partition;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Lifetime;
using TopologyLang.Server.Protocol;
using TopologyLang.Server.Publishing;

namespace TopologyLang.Benchmarks;

/// <summary>
/// What each stage of the way from an edit to its diagnostics costs, in one process, in processor time and in memory.
/// </summary>
public sealed class EditBenchmark
{
    private const string Path = "/benchmark.topo";
    private const int Warm = 40;
    private const int Rounds = 100;

    private readonly Dictionary<string, List<(double Milliseconds, double Kibibytes)>> stages = [];
    private readonly Analyzer analyzer = new(AnalysisOptions.Default);
    private readonly MessageWriter messages = new(Stream.Null);

    public static void Run(string[] sizes)
    {
        foreach (var size in sizes.Length == 0 ? ["100", "1000", "10000"] : sizes)
        {
            new EditBenchmark().Run(int.Parse(size, CultureInfo.InvariantCulture));
        }
    }

    private void Run(int size)
    {
        var text = GeneratedFile.Text(size);
        var cycle = Edit.CycleIn(text);
        var tree = SyntaxTree.Parse(SourceText.From(text));
        var collections = 0;
        for (var round = 0; round < Warm + Rounds; round++)
        {
            if (round == Warm)
            {
                stages.Clear();
                collections = GC.CollectionCount(2);
            }

            tree = Stages(tree, cycle[round % cycle.Length]);
        }

        Print(size, GC.CollectionCount(2) - collections);
    }

    private SyntaxTree Stages(SyntaxTree before, Edit edit)
    {
        var change = ChangeOf(before.Text, edit);
        var tree = Timed("syntax", () => before.WithChange(change));
        var islands = Timed("islands", () => Islands.Of(tree));
        var findings = Timed("findings", () => analyzer.FindingsByIsland(Path, tree, CancellationToken.None)!.Value);
        var diagnostics = Timed("diagnostics", () => DiagnosticTranslation.Of(findings, _ => tree.Text)[Path]);
        Timed("JSON", () => Sent(new DiagnosticsParams(Path, 1, diagnostics)));
        Timed("(islands, where a name changed)", () => Islands.Of(tree.Only(tree.Declarations)));
        Timed("(whole binding, on demand)", () => Binder.Bind(Path, tree, (_, _) => null));
        return islands is null ? before : tree;
    }

    private int Sent(DiagnosticsParams diagnostics)
    {
        messages.Notify(DiagnosticsParams.Method, diagnostics.WriteTo);
        return diagnostics.Diagnostics.Length;
    }

    private T Timed<T>(string stage, Func<T> work)
    {
        var (before, allocated) = (ProcessorClock.Milliseconds(), GC.GetAllocatedBytesForCurrentThread());
        var result = work();
        var used = (
            ProcessorClock.Milliseconds() - before,
            (GC.GetAllocatedBytesForCurrentThread() - allocated) / 1024.0
        );
        (stages.TryGetValue(stage, out var list) ? list : stages[stage] = []).Add(used);
        return result;
    }

    private static TextChange ChangeOf(SourceText text, Edit edit) =>
        new(
            TextSpan.FromBounds(
                text.OffsetOf(new LinePosition(edit.StartLine, edit.StartCharacter)),
                text.OffsetOf(new LinePosition(edit.EndLine, edit.EndCharacter))
            ),
            edit.Text
        );

    private void Print(int size, int collections)
    {
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{size:N0} declarations, {Rounds} edits, {collections} full collections; ms of processor time an edit"
            )
        );
        foreach (var (stage, used) in stages)
        {
            var times = used.Select(one => one.Milliseconds).Order().ToList();
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {stage, -32} mean {times.Average(), 7:F2}  median {times[times.Count / 2], 7:F2}  most "
                        + $"{times[^1], 7:F2}  {used.Average(one => one.Kibibytes), 7:F0} KiB"
                )
            );
        }
    }
}
