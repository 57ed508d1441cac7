using System.Diagnostics;
using System.Globalization;

namespace TopologyLang.Benchmarks;

/// <summary>Checks a fleet with the published <c>topo</c>, in one process.</summary>
public static class FleetBenchmark
{
    private const int Runs = 3;

    public static void Run(string topo)
    {
        var folder = Directory.CreateTempSubdirectory("topo-fleet").FullName;
        try
        {
            var files = Enumerable
                .Range(0, FleetFile.Files)
                .Select(number => Path.Combine(folder, $"fleet{number}.topo"))
                .ToList();
            foreach (var (number, file) in files.Index())
            {
                File.WriteAllText(file, FleetFile.Text(number));
            }

            Console.WriteLine(
                $"{FleetFile.Hosts:N0} hosts, {FleetFile.Hosts * FleetFile.Devices:N0} devices, "
                    + $"{FleetFile.Hosts * FleetFile.Programs:N0} programs, "
                    + $"{files.Sum(file => new FileInfo(file).Length) / 1024.0 / 1024:F1} MiB of text"
            );
            foreach (var format in new[] { "text", "json" })
            {
                var best = Enumerable.Range(0, Runs).Select(_ => Check(topo, files, format)).MinBy(run => run.Seconds);
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"topo check --format {format, -5} {best.Seconds, 6:F2} s {best.MiB, 6:F0} MiB  (to reach: 5 "
                            + $"s, 1024 MiB); {best.Output / 1024 / 1024} MiB of output"
                    )
                );
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (double Seconds, double MiB, long Output) Check(
        string topo,
        IEnumerable<string> files,
        string format
    )
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(
            new ProcessStartInfo(topo, ["check", .. files, "--format", format]) { RedirectStandardOutput = true }
        )!;
        var output = 0L;
        process.OutputDataReceived += (_, line) => output += line.Data?.Length + 1 ?? 0;
        process.BeginOutputReadLine();
        var peak = Peak(process);
        process.WaitForExit();
        return process.ExitCode is 0 or 1
            ? (clock.Elapsed.TotalSeconds, peak / 1024.0 / 1024, output)
            : throw new InvalidOperationException($"topo check ended with {process.ExitCode}");
    }

    private static long Peak(Process process)
    {
        var peak = 0L;
        try
        {
            while (!process.HasExited)
            {
                process.Refresh();
                peak = Math.Max(peak, process.WorkingSet64);
                Thread.Sleep(10);
            }
        }
        catch (InvalidOperationException)
        {
            // It ended between the two calls.
        }

        return peak;
    }
}
