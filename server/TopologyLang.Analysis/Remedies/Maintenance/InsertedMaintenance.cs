using System.Collections.Immutable;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies.Maintenance;

/// <summary>Cache maintenance put at one place of the program; at two or three where fewer are not enough.</summary>
public sealed class InsertedMaintenance(Simulator simulator, FileEdits edits)
{
    /// <summary>
    /// How much is searched for a set of several places, where somebody waits for diagnostics and where somebody asks
    /// for all.
    /// </summary>
    internal const long FewStates = 400_000;
    internal const long ManyStates = 10 * FewStates;
    private const int MostChecks = 4000;
    private const int MostPlaces = 3;

    /// <summary>
    /// Each cheap kind at the place nearest before the stale read where it mends the program; else the smallest set of
    /// fences and that of flushes.
    /// </summary>
    public IEnumerable<Remedy> Few(SimulatedRun run, CancellationToken cancellation) =>
        Find(run, keepingToo: false, FewStates, cancellation)
            .Select(candidate => new Remedy(candidate.Kind, candidate.Edits, candidate.Cost));

    /// <summary>As <see cref="Few"/>, with more kinds and larger sets. Each is checked on its program alone.</summary>
    internal IReadOnlyList<Candidate> All(SimulatedRun run, CancellationToken cancellation) =>
        Find(run, keepingToo: true, ManyStates, cancellation);

    private List<Candidate> Find(SimulatedRun run, bool keepingToo, long states, CancellationToken cancellation)
    {
        // A built-in program has no text to insert into.
        if (run.Program.BuiltIn)
        {
            return [];
        }

        var kinds = KindsFor(run).Where(kind => keepingToo || !kind.KeepsCopies).ToList();
        var found = new List<Candidate>();
        foreach (var kind in kinds)
        {
            if (
                !(kind.LastResort && found.Count > 0)
                && Smallest(run, kind, 1, run.Program.Steps.Length + 1, cancellation) is { } single
            )
            {
                found.Add(single);
            }
        }

        var checks = (int)Math.Min(MostChecks, states / (run.Verdict.States + 1));
        for (var places = 2; places <= MostPlaces && found.Count == 0; places++)
        {
            found.AddRange(
                kinds
                    .Where(kind => !kind.KeepsCopies)
                    .OrderByDescending(kind => kind.LastResort)
                    .DistinctBy(kind => kind.IsFence)
                    .Select(kind => Smallest(run, kind, places, checks, cancellation))
                    .OfType<Candidate>()
            );
        }

        return found;
    }

    /// <summary>
    /// One of the places must lie before the read at which the shortest run goes wrong, since what comes later does not
    /// touch that run; then the same holds for the program that is mended so far, and so on.
    /// </summary>
    private Candidate? Smallest(
        SimulatedRun run,
        MaintenanceCandidate kind,
        int places,
        int checks,
        CancellationToken cancellation
    )
    {
        var tried = new HashSet<string>(StringComparer.Ordinal);
        var granted = ProgramOrder.Of(run.Path).AssumedHandoffs.Length;
        return Extend([], run.Verdict.FailingStep) is { } found ? Written(run, kind, found) : null;

        ImmutableArray<int>? Extend(ImmutableArray<int> chosen, int failing)
        {
            for (var place = failing; place >= 0; place--)
            {
                ImmutableArray<int> all = [.. chosen.Append(place).Order()];
                if (
                    !IsUseful(run, kind, place)
                    || chosen.Contains(place)
                    || !tried.Add(string.Join(' ', all))
                    || TakenForGranted(run, Steps(run, kind, all)) > granted
                )
                {
                    continue;
                }

                if (--checks < 0)
                {
                    return null;
                }

                var verdict = simulator.Check(run, Steps(run, kind, all), cancellation);
                if (verdict.Kind == VerdictKind.Coherent)
                {
                    return all;
                }

                if (
                    all.Length < places
                    && verdict.IsFault
                    && Extend(all, Original(kind, all, verdict.FailingStep)) is { } more
                )
                {
                    return more;
                }
            }

            return null;
        }
    }

    /// <summary>
    /// A step of a CPU between two of a device is reached by an interrupt, and the device goes on by a doorbell: to put
    /// it there would add to the program what really orders it then.
    /// </summary>
    private static int TakenForGranted(SimulatedRun run, ImmutableArray<Step> steps) =>
        ProgramOrder.Of(run.Path with { Program = run.Program with { Steps = steps } }).AssumedHandoffs.Length;

    /// <summary>
    /// A flush before a step of another buffer does what it does before the next step of this one; a fence orders the
    /// two.
    /// </summary>
    private static bool IsUseful(SimulatedRun run, MaintenanceCandidate kind, int place)
    {
        var step = run.Program.Steps[place];
        var orders =
            kind.Kinds.Contains(StepKind.Fence) || step.Buffer is null || step.Buffer == run.Verdict.Run[^1].Buffer;
        return orders && !IsTooLate(run.Program.Steps, place);
    }

    /// <summary>
    /// The device polls a buffer that was written before: it goes on by itself as soon as it sees that, and no CPU can
    /// do anything just then.
    /// </summary>
    private static bool IsTooLate(ImmutableArray<Step> steps, int place)
    {
        var polled = steps.Where(step => step.Kind == StepKind.DmaWait).Select(step => step.Buffer).ToHashSet();
        var handedOver = steps[..place]
            .LastOrDefault(step =>
                step.Kind == StepKind.Wait || (step.Kind == StepKind.Write && polled.Contains(step.Buffer))
            );
        return handedOver.Kind == StepKind.Write && handedOver.Buffer is not null;
    }

    /// <summary>The step of the program as it is written that has this place once the maintenance is in.</summary>
    private static int Original(MaintenanceCandidate kind, ImmutableArray<int> places, int step)
    {
        var original = step;
        while (original > 0 && original + (kind.Kinds.Length * places.Count(place => place <= original)) > step)
        {
            original--;
        }

        return original;
    }

    private static ImmutableArray<MaintenanceCandidate> KindsFor(SimulatedRun run)
    {
        var index = run.Run.State.Index;
        var host = index.Host(run.Program.Host ?? index.Guest(run.Program.Guest!).Host);
        return MaintenanceCandidate.Of(host.Architecture, run.Verdict.Hazard);
    }

    private static ImmutableArray<Step> Steps(
        SimulatedRun run,
        MaintenanceCandidate kind,
        ImmutableArray<int> places
    ) =>
        places
            .Reverse()
            .Aggregate(run.Program.Steps, (steps, place) => steps.InsertRange(place, Instructions(run, kind, place)));

    private static ImmutableArray<Step> Instructions(SimulatedRun run, MaintenanceCandidate candidate, int place)
    {
        var cpu = Cpu(run.Program, candidate.Scope, place);
        var buffer = run.Verdict.Run[^1].Buffer;
        return
        [
            .. candidate.Kinds.Select(kind => new Step(
                kind,
                cpu,
                kind is StepKind.Wbinvd or StepKind.Fence ? null : buffer
            )),
        ];
    }

    private static CpuSelector Cpu(Program program, CpuScope scope, int place) =>
        scope switch
        {
            CpuScope.All => CpuSelector.All,
            CpuScope.Hypervisor when program.Guest is not null => CpuSelector.Hypervisor(0),
            _ => LastCpuBefore(program, place),
        };

    /// <summary>The CPU that the driver runs on there: the last one that did something.</summary>
    private static CpuSelector LastCpuBefore(Program program, int place)
    {
        var last = program.Steps.Take(place).LastOrDefault(step => step.Cpu.Scope == CpuScope.Own);
        return last.Cpu.Scope == CpuScope.Own ? last.Cpu : CpuSelector.Own(0);
    }

    private Candidate Written(SimulatedRun run, MaintenanceCandidate kind, ImmutableArray<int> places)
    {
        var lines = places.SelectMany(place =>
            Instructions(run, kind, place).Select(step => edits.Insert(run.Program, place, Words.Of(step)))
        );
        var times = places.Length switch
        {
            1 => "",
            2 => ", twice",
            _ => $", {places.Length} times",
        };
        return new Candidate(RemedyKind.Insert, [.. lines], kind.Cost + times);
    }
}
