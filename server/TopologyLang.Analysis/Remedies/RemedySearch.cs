using System.Collections.Immutable;
using TopologyLang.Analysis.Rules;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Language.Binding;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Remedies;

/// <summary>Looks for changes that mend a stale run. Every candidate is applied to the model and checked before it is offered.</summary>
public sealed class RemedySearch(Simulator simulator, SimulatedSystem system, Binding binding, Places places)
{
    /// <summary>The least intrusive first: instructions of one line, then of a whole cache, then changes of the machine.</summary>
    public ImmutableArray<Remedy> For(SimulatedRun run, CancellationToken cancellation) => run.Verdict.Kind == VerdictKind.Stale
        ? [.. Insertions(run, cancellation), .. new ChangedDeclarations(simulator, system, binding).For(run, cancellation)]
        : [];

    /// <summary>Only those that insert instructions into the program: cheap, since one program is checked again and not the file.</summary>
    public ImmutableArray<Remedy> Insertions(SimulatedRun run, CancellationToken cancellation) => run.Verdict.Kind == VerdictKind.Stale
        ? [.. new InsertedMaintenance(simulator, places).For(run, cancellation)]
        : [];

    /// <summary>The verdict on the run's program without one of its steps: what that step is there for.</summary>
    public Verdict Without(SimulatedRun run, int step, CancellationToken cancellation) =>
        simulator.Check(run, run.Program.Steps.RemoveAt(step), cancellation);
}
