using System.Collections.Concurrent;
using System.Collections.Immutable;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Remedies.Candidates;
using TopologyLang.Analysis.Remedies.Maintenance;
using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Language.Binding;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies;

/// <summary>
/// Looks for changes that mend a fault. Every candidate is written into the text, and the whole file is simulated again
/// before it is offered. Nothing is searched before somebody asks; what was found is remembered with the analysis.
/// </summary>
public sealed class RemedySearch(Simulator simulator, SimulatedSystem system, Binding binding)
{
    /// <summary>
    /// What may be tried for one file, in declarations simulated again: a second or two of work for the largest files.
    /// </summary>
    private const long Budget = 400_000;

    /// <summary>Ideas in the order in which they are offered: the least intrusive first.</summary>
    private static readonly ImmutableArray<ICandidates> Ideas =
    [
        new OrderedSteps(),
        new GuestRegistration(),
        new BufferTypes(),
        new BufferAliases(),
        new DomainProperties(),
        new OtherDomains(),
        new RefusalPolicies(),
        new NoSnoopDisabled(),
        new KernelReleases(),
        new UnitProperties(),
    ];

    private readonly ConcurrentDictionary<string, ImmutableArray<Remedy>> found = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly FileEdits edits = new(binding);
    private readonly Trials trials = new(simulator, binding);

    /// <summary>What mends one stale run; nothing for another verdict.</summary>
    public ImmutableArray<Remedy> For(SimulatedRun run, CancellationToken cancellation) =>
        run.Verdict.IsFault
            ? For([Fault.Of(system.Timelines.First(timeline => timeline.Runs.Contains(run)), run)], cancellation)
            : [];

    /// <summary>
    /// What mends everything that the finding is about; nothing for findings of which no remedies are looked for.
    /// </summary>
    public ImmutableArray<Remedy> For(Finding finding, CancellationToken cancellation) =>
        [.. finding.Known, .. For(finding.Faults, cancellation)];

    /// <exception cref="OperationCanceledException"/>
    public ImmutableArray<Remedy> For(ImmutableArray<Fault> faults, CancellationToken cancellation)
    {
        if (faults.IsEmpty)
        {
            return [];
        }

        var key = string.Join('\n', faults.Select(fault => fault.Key));
        if (found.TryGetValue(key, out var known))
        {
            return known;
        }

        // One search at a time: they share what they learn, and two would only be slower.
        lock (gate)
        {
            return found.TryGetValue(key, out known) ? known : found[key] = [.. Search(faults, cancellation)];
        }
    }

    /// <summary>
    /// The other ways in which the device leaks the same. A machine that keeps its driver from it, and not its guest,
    /// is not mended.
    /// </summary>
    private static IEnumerable<Fault> LeaksBeside(Fault fault) =>
        fault is { Run: { Verdict.Hazard: Hazard.InformationLeak } run, Timeline: var timeline }
            ? timeline
                .Runs.Where(other =>
                    other is { Program.IsLeakCheck: true, Verdict.IsFault: true }
                    && !ReferenceEquals(other, run)
                    && run.Program.Devices.Contains(other.Program.Devices[0])
                )
                .Select(other => Fault.Of(timeline, other))
            : [];

    /// <summary>The part of the machine that the fault depends on.</summary>
    private static SystemTopology PartOf(Fault fault)
    {
        var whole = fault.Timeline.Topology;
        return fault.Run is { } run && !whole.HasScenario
            ? TopologyParts.Around(whole, whole.Programs.First(program => program.Name == run.Program.Name))
            : whole;
    }

    /// <summary>
    /// A quick look before the text is tried: that part, with another version of a host, does not have the fault.
    /// </summary>
    private bool Leaves(Fault fault, SystemTopology part, Host changed, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var looked = part with { Hosts = [.. part.Hosts.Select(host => host.Name == changed.Name ? changed : host)] };
        return !simulator
            .Simulate(looked, cancellation)
            .Timelines.SelectMany(FaultList.KeysOf)
            .Contains(fault.Key, StringComparer.Ordinal);
    }

    /// <summary>
    /// Barriers where they are enough: maintenance would order the steps as well, and look after a cache that needs
    /// nothing.
    /// </summary>
    private IReadOnlyList<Candidate> Instructions(SimulatedRun run, CancellationToken cancellation) =>
        new InsertedBarriers(simulator, edits, InsertedMaintenance.ManyStates).Of(run, cancellation).ToList()
            is { Count: > 0 } barriers
            ? barriers
            : new InsertedMaintenance(simulator, edits).All(run, cancellation);

    /// <summary>
    /// Instructions are always looked for, since they are few; changes of the machine while there is something left to
    /// spend.
    /// </summary>
    private IEnumerable<Remedy> Search(ImmutableArray<Fault> faults, CancellationToken cancellation)
    {
        var instructions = faults[0].Run is { } run ? Instructions(run, cancellation) : [];
        var part = PartOf(faults[0]);
        ImmutableArray<Fault> ofMachine = [.. faults, .. faults.SelectMany(LeaksBeside).DistinctBy(leak => leak.Key)];
        var trouble = new Trouble(faults[0], binding, edits, changed => Leaves(faults[0], part, changed, cancellation));
        return instructions
            .Select(candidate => trials.Check(candidate, faults, cancellation))
            .Concat(
                Ideas
                    .SelectMany(idea => idea.Of(trouble))
                    .Select(series =>
                        series
                            .TakeWhile(_ => trials.Spent <= Budget)
                            .Select(candidate => trials.Check(candidate, ofMachine, cancellation))
                            .FirstOrDefault(remedy => remedy is not null)
                    )
            )
            .OfType<Remedy>();
    }
}
