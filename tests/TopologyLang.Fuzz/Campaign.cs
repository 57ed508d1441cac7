using System.Diagnostics;
using System.Text;
using TopologyLang.Tests;

namespace TopologyLang.Fuzz;

/// <summary>
/// Tries inputs until the time is up. Each has a seed of its own, so that one can be tried again alone.
/// </summary>
internal sealed class Campaign(IReadOnlyList<ITarget> targets, Options options)
{
    /// <summary>After so many faults of one target its others would only repeat them.</summary>
    private const int Enough = 5;

    /// <summary>In MiB. What one input leaves behind adds up to more than that within minutes.</summary>
    private const long MostMemory = 256;

    private readonly Dictionary<ITarget, (int Inputs, int Faults)> counts = targets.ToDictionary(
        target => target,
        _ => (0, 0)
    );
    private long most;

    /// <returns>The number of faults, of targets that were not tried, and one more where memory grew.</returns>
    public async Task<int> RunAsync()
    {
        Console.WriteLine($"seed {options.Seed}");
        var watch = Stopwatch.StartNew();
        var told = TimeSpan.FromMinutes(1);
        for (var number = 0; watch.Elapsed < options.Time && (!options.Once || number < 1); number++)
        {
            var target = targets[number % targets.Count];
            if (counts[target].Faults < Enough && number / targets.Count % target.Rounds == 0)
            {
                await TryAsync(target, unchecked(options.Seed + (number / targets.Count))).ConfigureAwait(false);
            }

            if (watch.Elapsed > told)
            {
                TellMemory(watch.Elapsed);
                told = watch.Elapsed + TimeSpan.FromMinutes(1);
            }
        }

        TellMemory(watch.Elapsed);
        foreach (var (target, (inputs, faults)) in counts)
        {
            Console.WriteLine(
                $"{(faults > 0 ? "FAIL" : IsIdle(target) ? "NONE" : "ok  ")} {target.Name}: {inputs} inputs, {faults} "
                    + $"faults"
            );
        }

        var holds = most <= MostMemory;
        if (!holds)
        {
            Console.WriteLine($"FAIL memory: {most} MiB were in use after a collection, more than {MostMemory}");
        }

        return counts.Values.Sum(count => count.Faults) + counts.Keys.Count(IsIdle) + (holds ? 0 : 1);
    }

    /// <summary>A single input need not get anywhere; a campaign must.</summary>
    private bool IsIdle(ITarget target) => !options.Once && (counts[target].Inputs == 0 || !target.HasTried);

    private void TellMemory(TimeSpan elapsed)
    {
        var memory = Memory();
        most = Math.Max(most, memory);
        Console.WriteLine(
            $"{elapsed.TotalSeconds:F0} s: {counts.Values.Sum(count => count.Inputs)} inputs, {memory} MiB in use"
        );
    }

    private async Task TryAsync(ITarget target, int seed)
    {
        var shown = "";
        var (inputs, faults) = counts[target];
        try
        {
            await target.TryAsync(new Random(seed), input => shown = input).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // That is what is looked for.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            faults++;
            Console.WriteLine($"FAULT {target.Name}: {(fault is Fault ? fault.Message : fault.ToString())}");
            Console.WriteLine(
                $"  again: --target {target.Name} --seed {seed} --once; the input is in {Saved(target, seed, shown)}"
            );
        }

        counts[target] = (inputs + 1, faults);
    }

    private static string Saved(ITarget target, int seed, string input)
    {
        var folder = Directory.CreateDirectory(Path.Combine(RepositoryRoot.Path, "artifacts", "fuzz")).FullName;
        var path = Path.Combine(folder, $"{target.Name}-{seed}.txt");
        File.WriteAllText(path, input, new UTF8Encoding());
        return path;
    }

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true) / (1024 * 1024);
}
