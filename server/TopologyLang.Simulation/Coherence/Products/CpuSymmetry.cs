using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Lines;
using TopologyLang.Simulation.Coherence.Programs;

namespace TopologyLang.Simulation.Coherence.Products;

/// <summary>
/// CPUs of which the rest of a program says nothing apart: no remaining step loads or stores through one of them, and
/// each acts on all of them or none. States that differ only in which of them has which copy then have the same future
/// (a symmetry in the sense of Ip and Dill, 1996), so one of each kind is explored.
/// </summary>
internal static class CpuSymmetry
{
    /// <summary>Trying every order of more CPUs than these costs more than it saves.</summary>
    private const int MostCpus = 3;

    /// <param name="left">The steps that were not taken yet.</param>
    /// <returns>The orders other than the present one; each as the places of the CPUs.</returns>
    public static IEnumerable<ulong> Orders(
        ImmutableArray<LineProgram> lines,
        ImmutableArray<int> cpus,
        IReadOnlyList<int> left
    )
    {
        var alike = Enumerable
            .Range(0, cpus.Length)
            .GroupBy(i => Role(lines, left, cpus[i]), StringComparer.Ordinal)
            .Select(group => group.Take(MostCpus).ToArray())
            .MaxBy(group => group.Length);
        return alike is { Length: > 1 }
            ? OrdersOf(alike).Skip(1).Select(order => Places(alike, order, cpus.Length))
            : [];
    }

    /// <summary>What the steps that are left say about a CPU.</summary>
    private static string Role(ImmutableArray<LineProgram> lines, IReadOnlyList<int> left, int cpu) =>
        string.Join(
            ',',
            lines.SelectMany(line =>
                left.Where(i => Names(line.Steps[i], cpu)).Select(i => $"{line.Words[0].Buffer.Buffer}{i}")
            )
        );

    private static bool Names(LineStep step, int cpu) =>
        (step.Caches && step.Cpu == cpu) || Names(step.On, cpu) || Names(step.Drains, cpu);

    private static bool Names(CpuSet set, int cpu) => !set.Every && set.Listed.Contains(cpu);

    private static IEnumerable<int[]> OrdersOf(int[] cpus) =>
        cpus.Length == 1
            ? [cpus]
            : cpus.SelectMany(first =>
                OrdersOf(Array.FindAll(cpus, cpu => cpu != first)).Select(rest => (int[])[first, .. rest])
            );

    private static ulong Places(int[] alike, int[] order, int cpus)
    {
        var places = 0UL;
        for (var cpu = 0; cpu < cpus; cpu++)
        {
            var index = Array.IndexOf(alike, cpu);
            places |= (ulong)(index < 0 ? cpu : order[index]) << (LinePermutation.PlaceBits * cpu);
        }

        return places;
    }
}
