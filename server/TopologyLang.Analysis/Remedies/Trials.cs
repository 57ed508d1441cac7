using System.Collections.Immutable;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Language.Binding;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies;

/// <summary>Tries candidates out on as little of the file as says everything about them, and counts what that costs.</summary>
internal sealed class Trials(Simulator simulator, Binding binding)
{
    private readonly Dictionary<SystemTopology, (PartFile? File, Trial Trial)> parts = new(ReferenceEqualityComparer.Instance);
    private Trial? whole;

    /// <summary>Declarations that were simulated again.</summary>
    public long Spent { get; private set; }

    /// <returns>The candidate as a remedy, where its edits leave a file without these faults and with no other; else null.</returns>
    /// <exception cref="OperationCanceledException"/>
    public Remedy? Check(Candidate candidate, ImmutableArray<Fault> faults, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var (trial, edits) = Of(candidate.Edits, faults);
        Spent += trial.Declarations;
        var before = trial.Before(cancellation);
        var after = trial.After(edits, cancellation);
        return after.Mends(before, faults)
            ? new Remedy(candidate.Kind, candidate.Edits, candidate.Cost) { Outdated = [.. after.Outdated.Except(before.Outdated).Order(StringComparer.Ordinal)] }
            : null;
    }

    private (Trial Trial, ImmutableArray<RemedyEdit> Edits) Of(ImmutableArray<RemedyEdit> edits, ImmutableArray<Fault> faults)
    {
        var topology = faults[0].Timeline.Topology;
        if (faults.Any(fault => !ReferenceEquals(fault.Timeline.Topology, topology)))
        {
            return (Whole(), edits);
        }

        if (!parts.TryGetValue(topology, out var part))
        {
            var file = PartFile.Of(binding, topology);
            parts[topology] = part = (file, file is null ? Whole() : new Trial(simulator, file.Binding));
        }

        return part.File?.Moved(edits) is { } moved ? (part.Trial, moved) : (Whole(), edits);
    }

    private Trial Whole() => whole ??= new Trial(simulator, binding);

    /// <summary>A file, and what is wrong with it as it is.</summary>
    private sealed class Trial(Simulator simulator, Binding binding)
    {
        private readonly EditedFile file = new(simulator, binding);
        private FaultList? before;

        public int Declarations => binding.All.Length;

        public FaultList Before(CancellationToken cancellation) => before ??= file.Faults([], cancellation);

        public FaultList After(ImmutableArray<RemedyEdit> edits, CancellationToken cancellation) => file.Faults(edits, cancellation);
    }
}
