using System.Collections.Immutable;

namespace TopologyLang.Simulation.Coherence;

/// <summary>
/// Chooses the physical CPUs whose caches are modelled: every CPU through whose cache the program reaches the line (an active one), and of
/// all others (bystanders) no more than are needed to keep the verdict and the length of the shortest run.
/// </summary>
/// <remarks>
/// A bystander's cache gets clean copies only, by a prefetch alone, and they matter only as a source of snooping reads: nobody loads from
/// it, stores through it, or writes it back. Let R be a shortest run that ends in a stale read.
/// <list type="number">
/// <item>If an intermediate read of R could get a stale value, R could have ended there and been shorter. So whenever an intermediate read
/// of R snoops, every value that it can get is fresh, and memory or the dirty copy has one: it needs no bystander.</item>
/// <item>A prefetch, too, finds a value in memory or the dirty copy. It needs a bystander as its source only for the sake of a stale value
/// that memory has no more, and one stale value is as good as another. A stale copy serves only the last read: read any earlier it would
/// end the run. So bystanders matter only on the way of the last read's value: memory or dirty copy, prefetch, ..., last read.</item>
/// <item>On that way, let a value be in bystander p and later in bystander q, where the steps that empty p's cache empty q's too. As long
/// as q holds the value, p can keep it or, if p was emptied before, take it in q's stead. So q is not needed, and R is no longer for it.
/// Only one copy at a time is on the way, hence p is free whenever it stands in for q.</item>
/// </list>
/// So it is enough to keep one bystander for each smallest set of steps that empty its cache alone (whole-cache operations on named CPUs;
/// all other steps empty every cache or none). As soon as the host has a CPU that no such step names, that is one in all. Without a
/// cacheable mapping there is no prefetch, and none is kept.
/// </remarks>
internal static class BystanderReduction
{
    /// <returns>Numbers of physical CPUs, ascending.</returns>
    public static ImmutableArray<int> Modelled(LineProgram program)
    {
        var active = program.Steps.Where(step => step.Caches).Select(step => step.Cpu).ToHashSet();
        if (!program.Prefetch)
        {
            return [.. active.Order()];
        }

        var bystanders = Candidates(program, active).Select(cpu => new Bystander(cpu, Emptying(program, cpu))).ToList();
        var kept = bystanders.Where(one => !bystanders.Exists(other => other.StandsInFor(one))).Select(one => one.Cpu);
        return [.. active.Concat(kept).Order()];
    }

    /// <summary>The bystanders that some step names, and one of those that none does, which stands for the rest of them.</summary>
    private static IEnumerable<int> Candidates(LineProgram program, HashSet<int> active)
    {
        var named = program.Steps.SelectMany(step => step.On.Listed).ToHashSet();
        var bystanders = Enumerable.Range(0, Math.Max(1, program.Path.PhysicalCpus)).Where(cpu => !active.Contains(cpu));
        return named.Where(cpu => !active.Contains(cpu)).Concat(bystanders.Where(cpu => !named.Contains(cpu)).Take(1));
    }

    private static HashSet<int> Emptying(LineProgram program, int cpu) => Enumerable.Range(0, program.Steps.Length)
        .Where(i => program.Steps[i].On.Listed.Contains(cpu) && program.Steps[i].Operation != LineOperation.Clean)
        .ToHashSet();

    private sealed record Bystander(int Cpu, HashSet<int> EmptiedBy)
    {
        public bool StandsInFor(Bystander other) =>
            EmptiedBy.IsProperSubsetOf(other.EmptiedBy) || (Cpu < other.Cpu && EmptiedBy.SetEquals(other.EmptiedBy));
    }
}
