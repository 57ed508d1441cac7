using System.Collections.Immutable;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Analysis.Text;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies.Maintenance;

/// <summary>
/// Barriers between the steps that a failing run takes in another order than the text's: the weakest that is enough
/// where one is, else the fewest, each the weakest for its pair.
/// </summary>
/// <param name="states">How much is searched, in states that are explored.</param>
internal sealed class InsertedBarriers(Simulator simulator, FileEdits edits, long states)
{
    private const int MostBarriers = 6;

    private long left = states;

    /// <param name="Place">The step before which it goes.</param>
    private sealed record Barrier(int Place, BarrierKind Kind, int Cpu)
    {
        public Step Step => new(StepKind.Barrier, CpuSelector.Own(Cpu), Barrier: Kind);
    }

    /// <summary>
    /// One after the other as somebody asks: first the weakest that is enough, then the stronger ones that do as well
    /// at the same place. Where none is enough alone, the smallest set.
    /// </summary>
    public IEnumerable<Candidate> Of(SimulatedRun run, CancellationToken cancellation)
    {
        // A built-in program has no text to insert into.
        if (run.Program.BuiltIn)
        {
            yield break;
        }

        var found = false;
        foreach (var place in Choices(run, run.Verdict.Races).GroupBy(one => (one.Place, one.Cpu)))
        {
            foreach (var barrier in place.Where(one => left > 0 && IsEnough(run, one, cancellation)))
            {
                yield return Written(run, [barrier], isWeakest: !found);
                found = true;
            }

            if (found)
            {
                yield break;
            }
        }

        if (Smallest(run, cancellation) is { } set)
        {
            yield return Written(run, set, isWeakest: true);
        }
    }

    private bool IsEnough(SimulatedRun run, Barrier barrier, CancellationToken cancellation) =>
        Check(run, [barrier], cancellation).Kind == VerdictKind.Coherent;

    private Verdict Check(SimulatedRun run, ImmutableArray<Barrier> barriers, CancellationToken cancellation)
    {
        var verdict = simulator.Check(run, Steps(run.Program, barriers), cancellation);
        left -= verdict.States + 1;
        return verdict;
    }

    /// <summary>
    /// What the shortest run needs is put in, the weakest barrier of its pair; then the same for the run that goes
    /// wrong with that, and so on.
    /// </summary>
    private ImmutableArray<Barrier>? Smallest(SimulatedRun run, CancellationToken cancellation)
    {
        for (var most = 2; most <= MostBarriers; most++)
        {
            if (Extend([], run.Verdict, most) is { } found)
            {
                return found;
            }
        }

        return null;

        ImmutableArray<Barrier>? Extend(ImmutableArray<Barrier> chosen, Verdict verdict, int most)
        {
            var weakest = Choices(run, Original(verdict.Races, chosen))
                .DistinctBy(barrier => (barrier.Place, barrier.Cpu))
                .Where(barrier => !chosen.Contains(barrier) && left > 0);
            foreach (var barrier in weakest)
            {
                var more = chosen.Add(barrier);
                var after = Check(run, more, cancellation);
                var found =
                    after.Kind == VerdictKind.Coherent ? more
                    : after.IsFault && more.Length < most ? Extend(more, after, most)
                    : null;
                if (found is not null)
                {
                    return found;
                }
            }

            return null;
        }
    }

    /// <summary>
    /// For each race the barriers that order its pair, in their order. A read is followed by its barrier, so that what
    /// comes behind it is ordered as well; what comes last has it before itself.
    /// </summary>
    private static IEnumerable<Barrier> Choices(SimulatedRun run, ImmutableArray<OrderRace> races) =>
        from race in races
        let cpu = run.Program.Steps[race.Later].Cpu
        // The hypervisor's CPUs have no such statement, and a device is not ordered by one.
        where cpu.Scope == CpuScope.Own
        from place in Places(run.Program, race)
        from kind in race.Barriers
        where !(Barriers.Of(run.Path.Architecture, kind).Since > run.Path.Kernel)
        select new Barrier(place, kind, cpu.Number);

    private static IEnumerable<int> Places(Program program, OrderRace race)
    {
        var next = Enumerable
            .Range(race.Earlier + 1, race.Later - race.Earlier)
            .First(step => step == race.Later || program.Steps[step].Cpu == program.Steps[race.Earlier].Cpu);
        return program.Steps[race.Earlier].Kind is StepKind.Read or StepKind.Wait
            ? new[] { next, race.Later }.Distinct()
            : new[] { race.Later, next }.Distinct();
    }

    /// <summary>The races by the steps of the program as it is written.</summary>
    private static ImmutableArray<OrderRace> Original(ImmutableArray<OrderRace> races, ImmutableArray<Barrier> inserted)
    {
        int Before(int step)
        {
            var original = step;
            while (original > 0 && original + inserted.Count(barrier => barrier.Place <= original) > step)
            {
                original--;
            }

            return original;
        }

        return [.. races.Select(race => race with { Earlier = Before(race.Earlier), Later = Before(race.Later) })];
    }

    private static ImmutableArray<Step> Steps(Program program, ImmutableArray<Barrier> barriers) =>
        barriers
            .OrderByDescending(barrier => barrier.Place)
            .Aggregate(program.Steps, (steps, barrier) => steps.Insert(barrier.Place, barrier.Step));

    /// <summary>The one first that the run shows to be missing: there the finding stands.</summary>
    private Candidate Written(SimulatedRun run, ImmutableArray<Barrier> barriers, bool isWeakest)
    {
        var costs = barriers.Select(barrier => BarrierWords.Cost(run.Path.Architecture, barrier.Kind)).Distinct();
        return new Candidate(
            RemedyKind.Insert,
            [.. barriers.Select(one => edits.Insert(run.Program, one.Place, Words.Of(one.Step)))],
            string.Join("; ", costs) + (isWeakest ? "" : "; more than is needed here")
        );
    }
}
