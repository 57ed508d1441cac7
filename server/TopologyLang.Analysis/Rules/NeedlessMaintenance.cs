using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Analysis.Text;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Rules;

/// <summary>
/// Cache maintenance that no interleaving needs: without it every run of the program stays coherent. Of several that
/// could go one at a time, only those are named that can all go together.
/// </summary>
public sealed class NeedlessMaintenance : IRule
{
    /// <summary>
    /// Programs with more states are left alone: each step is a search of its own, and diagnostics must not wait for
    /// it.
    /// </summary>
    private const long MostStates = 20_000;

    /// <summary>
    /// By the first run of the program. Runs are the same objects as long as their part of the machine is the same, so
    /// an edit elsewhere asks nothing again.
    /// </summary>
    private static readonly ConditionalWeakTable<SimulatedRun, Answer> Remembered = [];

    private sealed record Answer(ImmutableArray<SimulatedRun> Runs, ImmutableArray<int> Needless);

    public IEnumerable<Finding> Find(Facts facts) =>
        facts
            .System.Timelines.SelectMany(timeline =>
                timeline.Runs.Where(run => !run.Program.BuiltIn).Select(run => (timeline.Topology, Run: run))
            )
            .GroupBy(pair => pair.Run.Program.Name, StringComparer.Ordinal)
            .SelectMany(runs => Of(facts, runs.First().Topology, [.. runs.Select(pair => pair.Run)]));

    private static IEnumerable<Finding> Of(Facts facts, SystemTopology topology, ImmutableArray<SimulatedRun> runs)
    {
        if (runs.Any(run => run.Verdict.Kind != VerdictKind.Coherent || run.Verdict.States > MostStates))
        {
            return [];
        }

        var program = runs[0].Program;
        var maintenance = Enumerable
            .Range(0, program.Steps.Length)
            .Where(step => InstructionSet.IsMaintenance(program.Steps[step].Kind))
            .ToImmutableArray();
        var needless = Recall(facts, runs, maintenance);

        // Where a line may leave the cache in which it was written, one flush can stand in for another in the default
        // model alone.
        return StricterProfiles.PassesDirtyLinesOn(topology, program) && needless.Length < maintenance.Length
            ? []
            : needless.Select(step => Of(facts, runs[0], step));
    }

    private static ImmutableArray<int> Recall(
        Facts facts,
        ImmutableArray<SimulatedRun> runs,
        ImmutableArray<int> maintenance
    )
    {
        if (
            !Remembered.TryGetValue(runs[0], out var known)
            || !known.Runs.AsEnumerable().SequenceEqual(runs, ReferenceEqualityComparer.Instance)
        )
        {
            known = new Answer(runs, Needless(facts, runs, maintenance));
            Remembered.AddOrUpdate(runs[0], known);
        }

        return known.Needless;
    }

    private static ImmutableArray<int> Needless(
        Facts facts,
        ImmutableArray<SimulatedRun> runs,
        ImmutableArray<int> maintenance
    )
    {
        ImmutableArray<int> gone = [];
        foreach (var step in maintenance)
        {
            var without = gone.Add(step);
            if (
                runs.All(run =>
                    facts.Maintenance.Without(run, without, facts.Cancellation).Kind == VerdictKind.Coherent
                )
            )
            {
                gone = without;
            }
        }

        return gone;
    }

    private static Finding Of(Facts facts, SimulatedRun run, int step)
    {
        var where = facts.Places.Of(run.Program, step);
        var verb = Words.Verb(run.Program.Steps[step].Kind);
        var removal = new Remedy(
            RemedyKind.Remove,
            [new FileEdits(facts.Binding).Remove(where)],
            "nothing: no interleaving needs it in the default model"
        );
        return Finding.At(
            where,
            FindingCode.NeedlessMaintenance,
            $"this {verb} is not needed here: {Why(run, step)}; removing it is safe"
        ) with
        {
            Known = [removal],
            Chain = Chains.Of(run.Path),
        };
    }

    private static string Why(SimulatedRun run, int step)
    {
        var program = run.Program;
        if (
            program.Steps[step].Kind is StepKind.Wbinvd or StepKind.Wbnoinvd
            && run.Path is { InGuest: true, Cpu.Wbinvd: WbinvdMode.Nop }
        )
        {
            return $"KVM makes it a no-op for `{program.Guest}`";
        }

        var accesses = program.Steps.Where(one => one.Kind is StepKind.DmaRead or StepKind.DmaWrite).ToList();
        return accesses.Count > 0 && accesses.TrueForAll(access => Snoops(run.Path, access))
            ? $"every DMA access of `{program.Name}` looks into the caches"
            : $"`{program.Name}` is coherent in every interleaving without it";
    }

    private static bool Snoops(ProgramPath path, Step access) => path.DeviceAt(access)?.Of(access) == Snooped.Yes;
}
