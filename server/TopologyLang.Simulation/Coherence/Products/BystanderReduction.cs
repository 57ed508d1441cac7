using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Lines;
using TopologyLang.Simulation.Coherence.Programs;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Products;

/// <summary>
/// Chooses the physical CPUs whose caches are modelled: every CPU through whose cache the program reaches the line (an
/// active one), and of all others (bystanders) no more than are needed to keep the verdict and the length of the
/// shortest run.
/// </summary>
/// <remarks>
/// A bystander's cache gets clean copies only, by a prefetch alone, and they matter only as a source of snooping reads:
/// nobody loads from it, stores through it, or writes it back. Let R be a shortest run that ends in a stale read.
/// <list type="number">
/// <item>If an intermediate read of R could get a stale value, R could have ended there and been shorter. So whenever
/// an intermediate read of R snoops, every value that it can get is fresh, and memory or the dirty copy has one: it
/// needs no bystander.</item>
/// <item>A prefetch, too, finds a value in memory or the dirty copy. It needs a bystander as its source only for the
/// sake of a stale value that memory has no more, and one stale value is as good as another. A stale copy serves only
/// the last read: read any earlier it would end the run. So bystanders matter only on the way of the last read's value:
/// memory or dirty copy, prefetch, ..., last read.</item>
/// <item>On that way, let a value be in bystander p and later in bystander q, where the steps that empty p's cache
/// empty q's too. As long as q holds the value, p can keep it or, if p was emptied before, take it in q's stead. So q
/// is not needed, and R is no longer for it. Only one copy at a time is on the way, hence p is free whenever it stands
/// in for q.</item>
/// </list>
/// So it is enough to keep one bystander for each smallest set of steps that empty its cache alone (whole-cache
/// operations on named CPUs; all other steps empty every cache or none). As soon as the host has a CPU that no such
/// step names, that is one in all. Without a cacheable mapping there is no prefetch, and none is kept.
/// <para>
/// A wait needs the newest value, and where lines go over dirty the one dirty copy may be with a bystander: then more
/// copies than that of the last read are on the way. Of the bystanders that the same steps empty as many are kept as
/// can ever hold something that matters: one for the last read's value, one for each wait's, one for the dirty copy. A
/// copy that mattered once may stay where it is.
/// </para>
/// </remarks>
internal static class BystanderReduction
{
    /// <param name="lines">Those that are searched together.</param>
    /// <returns>Numbers of physical CPUs, ascending.</returns>
    public static ImmutableArray<int> Modelled(ImmutableArray<LineProgram> lines)
    {
        var path = lines[0].Path;
        var active = lines
            .SelectMany(line => line.Steps)
            .Where(step => step.Caches)
            .Select(step => step.Cpu)
            .ToHashSet();
        if (!lines.Any(line => line.Prefetch))
        {
            return [.. active.Order()];
        }

        var waits = lines.Max(line => line.Steps.Count(step => step.Waits));
        var more = waits + (path.Profile.DirtyLines == DirtyLines.Migrate ? 1 : 0);
        var alike = Candidates(lines, active, 1 + more)
            .GroupBy(cpu => EmptyingKey(lines, cpu), StringComparer.Ordinal)
            .Select(group => new Bystanders([.. group], Emptying(lines, group.First())))
            .ToList();
        var kept = more == 0 ? alike.Where(one => !alike.Exists(other => other.StandsInFor(one))) : alike;
        return [.. active.Concat(kept.SelectMany(one => one.Cpus.Take(1 + more))).Order()];
    }

    /// <summary>
    /// The bystanders that some step names, and some of those that none does, which stand for the rest of them.
    /// </summary>
    private static IEnumerable<int> Candidates(ImmutableArray<LineProgram> lines, HashSet<int> active, int unnamed)
    {
        var named = lines.SelectMany(line => line.Steps).SelectMany(step => step.On.Listed).ToHashSet();
        var others = Enumerable.Range(0, Math.Max(1, lines[0].Path.PhysicalCpus)).Where(cpu => !active.Contains(cpu));
        return named
            .Where(cpu => !active.Contains(cpu))
            .Order()
            .Concat(others.Where(cpu => !named.Contains(cpu)).Take(unnamed));
    }

    private static string EmptyingKey(ImmutableArray<LineProgram> lines, int cpu) =>
        string.Join(',', Emptying(lines, cpu));

    /// <summary>The steps that empty the cache of this CPU and not every cache.</summary>
    private static List<int> Emptying(ImmutableArray<LineProgram> lines, int cpu) =>
        [.. Enumerable.Range(0, lines[0].Steps.Length).Where(i => lines.Any(line => Empties(line.Steps[i], cpu)))];

    private static bool Empties(LineStep step, int cpu) =>
        step.On.Listed.Contains(cpu) && step.Operation != LineOperation.Clean;

    /// <summary>CPUs that the same steps empty.</summary>
    private sealed record Bystanders(ImmutableArray<int> Cpus, List<int> EmptiedBy)
    {
        public bool StandsInFor(Bystanders other) =>
            EmptiedBy.Count < other.EmptiedBy.Count && EmptiedBy.TrueForAll(other.EmptiedBy.Contains);
    }
}
