using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace TopologyLang.Benchmarks;

/// <summary>Measures the published server from outside, as an editor sees it.</summary>
public static class ServerBenchmark
{
    private const int Starts = 5;
    private const int Edits = 200;

    /// <summary>A small file, one of the size that people write, and one that only a program writes.</summary>
    public static readonly ImmutableArray<int> Sizes = [100, 1_000, 10_000];

    public static void Run(string path, ImmutableArray<int> sizes)
    {
        PrintMachine();
        foreach (var declarations in sizes)
        {
            Console.WriteLine();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"A file of {declarations:N0} declarations"));
            Run(path, GeneratedFile.Text(declarations));
        }
    }

    private static void Run(string path, string text)
    {
        var (starts, work) = (new List<double>(), new List<double>());
        for (var start = 0; start < Starts; start++)
        {
            var clock = Stopwatch.StartNew();
            using var started = RunningServer.Open(path, text);
            starts.Add(clock.Elapsed.TotalMilliseconds);
            work.Add(started.ProcessorMilliseconds());
            started.Stop();
        }

        using var server = RunningServer.Open(path, text);
        var before = server.ProcessorMilliseconds();
        var edits = EditTimes(server, text);
        var workOfEdit = (server.ProcessorMilliseconds() - before) / Edits;
        var resident = server.ResidentMebibytes();
        server.Stop();

        Row("", "measured", "goal");
        Row($"cold start to first diagnostics, median of {Starts}", Milliseconds(Percentile(starts, 50)), "500 ms");
        Row("    processor time of it", Milliseconds(Percentile(work, 50)), "");
        Row($"edit to diagnostics, p50 of {Edits}", Milliseconds(Percentile(edits, 50)), "5 ms");
        Row($"edit to diagnostics, p99 of {Edits}", Milliseconds(Percentile(edits, 99)), "25 ms");
        Row("    processor time of an edit, mean", Milliseconds(workOfEdit), "");
        Row(
            $"resident memory after {Edits} edits",
            string.Create(CultureInfo.InvariantCulture, $"{resident:F0} MiB"),
            "150 MiB"
        );
    }

    private static List<double> EditTimes(RunningServer server, string text)
    {
        var cycle = Edit.CycleIn(text);
        var times = new List<double>();
        for (var edit = 0; edit < Edits; edit++)
        {
            var clock = Stopwatch.StartNew();
            server.Edit(edit + 2, cycle[edit % cycle.Length]);
            times.Add(clock.Elapsed.TotalMilliseconds);

            // About as fast as keys are pressed; without it an edit would be measured together with the work after the
            // one before.
            Thread.Sleep(20);
        }

        return times;
    }

    private static void PrintMachine()
    {
        var date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Console.WriteLine("Language server");
        var system = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
        Console.WriteLine($"{date}, {Environment.ProcessorCount} CPUs, {system}");
    }

    private static void Row(string what, string measured, string goal) =>
        Console.WriteLine($"{what, -45} {measured, 12} {goal, 9}");

    private static string Milliseconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:F1} ms");

    private static double Percentile(List<double> values, int percent) =>
        values.Order().ElementAt(Math.Min(values.Count - 1, (int)Math.Ceiling(values.Count * percent / 100.0) - 1));
}
