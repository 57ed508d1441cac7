using System.Collections.Immutable;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies;

/// <summary>
/// Tries candidates out on as little of the file as says everything about them, and counts what that costs.
/// </summary>
internal sealed class Trials(Simulator simulator, Binding binding)
{
    private readonly Dictionary<object, (PartFile? File, Trial Trial)> parts = new(ReferenceEqualityComparer.Instance);
    private Trial? whole;

    /// <summary>Declarations that were simulated again.</summary>
    public long Spent { get; private set; }

    /// <returns>
    /// The candidate as a remedy, where its edits leave a file without these faults and with no other; else null.
    /// </returns>
    /// <exception cref="OperationCanceledException"/>
    public Remedy? Check(Candidate candidate, ImmutableArray<Fault> faults, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var (trial, edits) = Of(candidate.Edits, faults);
        Spent += trial.Declarations;
        var before = trial.Before(cancellation);
        var after = trial.After(edits, cancellation);
        return after.Mends(before, faults)
            ? new Remedy(candidate.Kind, candidate.Edits, candidate.Cost)
            {
                Outdated = [.. after.Outdated.Except(before.Outdated).Order(StringComparer.Ordinal)],
            }
            : null;
    }

    private (Trial Trial, ImmutableArray<RemedyEdit> Edits) Of(
        ImmutableArray<RemedyEdit> edits,
        ImmutableArray<Fault> faults
    )
    {
        var fault = faults[0];
        if (faults.Any(other => !ReferenceEquals(other.Timeline.Topology, fault.Timeline.Topology)))
        {
            return (Whole(), edits);
        }

        var (file, trial) =
            fault.Run is { } run && IsIn(run.Program.Name, edits)
                ? Recall(run, () => TopologyParts.Around(fault.Timeline.Topology, run.Program))
                : Recall(fault.Timeline.Topology, () => fault.Timeline.Topology);
        return file?.Moved(edits) is { } moved ? (trial, moved) : (Whole(), edits);
    }

    /// <summary>What is written in a program changes the runs of that program alone.</summary>
    private bool IsIn(string program, ImmutableArray<RemedyEdit> edits) =>
        binding.Find(DeclarationKind.Program, program) is { } symbol
        && edits.All(edit =>
            edit.Where.Path == symbol.Path
            && symbol.Declaration.Span is var span
            && span.Start < edit.Change.Span.Start
            && edit.Change.Span.End < span.End
        );

    private (PartFile? File, Trial Trial) Recall(object key, Func<SystemTopology> part)
    {
        if (!parts.TryGetValue(key, out var known))
        {
            var file = PartFile.Of(binding, part());
            parts[key] = known = (file, file is null ? Whole() : new Trial(simulator, file.Binding));
        }

        return known;
    }

    private Trial Whole() => whole ??= new Trial(simulator, binding);

    /// <summary>A file, and what is wrong with it as it is.</summary>
    private sealed class Trial(Simulator simulator, Binding binding)
    {
        private readonly EditedFile file = new(simulator, binding);
        private FaultList? before;

        public int Declarations => binding.All.Length;

        public FaultList Before(CancellationToken cancellation) => before ??= file.Faults([], cancellation);

        public FaultList After(ImmutableArray<RemedyEdit> edits, CancellationToken cancellation) =>
            file.Faults(edits, cancellation);
    }
}
