using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TopologyLang.CrossCheck;

/// <summary>What another model checker found.</summary>
/// <param name="Length">Steps of its run to a stale read; null: none.</param>
/// <param name="Seconds">Time of its search alone, without its compilation.</param>
/// <param name="CpuSeconds">Processor time of the same; 0 where the system does not tell.</param>
/// <param name="Bytes">The most memory that its process had.</param>
public sealed record CheckerAnswer(long States, int? Length, double Seconds, double CpuSeconds, long Bytes);

/// <summary>Runs SPIN or rumur on a model.</summary>
public static partial class CheckerRun
{
    private static readonly string[] Compile = ["-O3", "-march=native", "-w"];

    public static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <returns>Why a model checker cannot be run; null: it can.</returns>
    public static string? WhyNot(string checker) =>
        !IsInstalled(checker) ? $"{checker} is not installed"
        : IsInstalled("gcc") ? null
        : $"gcc, which {checker} needs, is not installed";

    /// <param name="breadthFirst">For a shortest run; else depth-first.</param>
    /// <param name="optimize">False: faster to compile, for small models.</param>
    public static CheckerAnswer Spin(RuleModel model, bool breadthFirst, bool optimize)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("model.pml"), Promela.Of(model));
        Run(folder, "spin", ["-a", "model.pml"]);
        string[] options = optimize ? [.. Compile, "-DNOREDUCE", "-DNOFAIR", "-DNOBOUNDCHECK"] : ["-O0", "-w"];
        Run(
            folder,
            "gcc",
            [.. options, "-DSAFETY", .. breadthFirst ? ["-DBFS"] : Array.Empty<string>(), "pan.c", "-o", "pan"]
        );
        var said = Run(folder, folder.File("pan"), ["-n", "-w22", "-m8000000"], out var time, out var bytes);
        var stale = said.Contains("errors: 1", StringComparison.Ordinal);
        if (!stale && !said.Contains("errors: 0", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(said);
        }

        return new CheckerAnswer(
            Number(SpinStates().Match(said)),
            stale ? (int)Number(SpinDepth().Match(said)) + 1 : null,
            time.Wall,
            time.Cpu,
            bytes
        );
    }

    public static CheckerAnswer Rumur(RuleModel model, bool optimize)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("model.m"), Murphi.Of(model));
        string[] limits = optimize ? ["--set-capacity", "1073741824"] : ["--set-capacity", "1048576"];
        Run(
            folder,
            "rumur",
            [
                "--threads",
                "1",
                "--deadlock-detection",
                "off",
                "--pack-state",
                "off",
                .. limits,
                "model.m",
                "-o",
                "model.c",
            ]
        );
        Run(
            folder,
            "gcc",
            [
                .. optimize ? [.. Compile, "-fwhole-program"] : new[] { "-O0", "-w" },
                "-mcx16",
                "model.c",
                "-o",
                "model",
                "-lpthread",
            ]
        );
        var said = Run(folder, folder.File("model"), [], out var time, out var bytes);
        var stale = said.Contains("error(s) found", StringComparison.Ordinal);
        if (!stale && !said.Contains("No error found", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException(said);
        }

        var fired = RumurFired().Count(said);
        return new CheckerAnswer(Number(RumurStates().Match(said)), stale ? fired : null, time.Wall, time.Cpu, bytes);
    }

    private static void Run(TemporaryFolder folder, string program, string[] arguments) =>
        Run(folder, program, arguments, out _, out _, mustSucceed: true);

    private static string Run(
        TemporaryFolder folder,
        string program,
        string[] arguments,
        out (double Wall, double Cpu) time,
        out long bytes,
        bool mustSucceed = false
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var clock = Stopwatch.StartNew();
        var before = ChildrensCpuSeconds();
        using var process = Process.Start(start)!;
        var said = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(said, line.Data);
        process.ErrorDataReceived += (_, line) => Append(said, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        bytes = Peak(process);
        process.WaitForExit();
        time = (clock.Elapsed.TotalSeconds, ChildrensCpuSeconds() - before);
        return mustSucceed && process.ExitCode != 0
            ? throw new InvalidOperationException($"{program} failed: {said}")
            : said.ToString();
    }

    private static void Append(StringBuilder said, string? line)
    {
        lock (said)
        {
            said.AppendLine(line);
        }
    }

    /// <summary>
    /// Of all processes that this one has started and that have ended (proc(5), stat: cutime and cstime, in
    /// hundredths).
    /// </summary>
    private static double ChildrensCpuSeconds()
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        var text = File.ReadAllText("/proc/self/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (
                long.Parse(fields[13], CultureInfo.InvariantCulture)
                + long.Parse(fields[14], CultureInfo.InvariantCulture)
            ) / 100.0;
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
                Thread.Sleep(5);
            }
        }
        catch (InvalidOperationException)
        {
            // It ended between the two calls.
        }

        return peak;
    }

    private static long Number(Match match) =>
        match.Success
            ? long.Parse(match.Groups[1].Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)
            : 0;

    [GeneratedRegex(@"(\d+) states, stored")]
    private static partial Regex SpinStates();

    [GeneratedRegex(@"at depth (\d+)")]
    private static partial Regex SpinDepth();

    [GeneratedRegex(@"State Space Explored:\s*([\d,]+) states")]
    private static partial Regex RumurStates();

    [GeneratedRegex("Rule \"[^\"]*\" fired|Rule .* fired")]
    private static partial Regex RumurFired();
}
