using System.Collections.Immutable;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Remedies.Maintenance;

/// <summary>
/// What cache maintenance does for a program. Cheap: the program is checked again alone, and not the file.
/// </summary>
public sealed class MaintenanceChecks(Simulator simulator, FileEdits edits)
{
    /// <summary>
    /// What mends a run that goes wrong by instructions put into its program; nothing for another verdict. Where steps
    /// are taken in another order than the text's and a barrier keeps them in it, no cache needs to be looked after.
    /// </summary>
    public ImmutableArray<Remedy> Insertions(SimulatedRun run, CancellationToken cancellation) =>
        !run.Verdict.IsFault ? []
        : new InsertedBarriers(simulator, edits, InsertedMaintenance.FewStates).Of(run, cancellation).FirstOrDefault()
            is { } barrier
            ? [new Remedy(barrier.Kind, barrier.Edits, barrier.Cost)]
        : [.. new InsertedMaintenance(simulator, edits).Few(run, cancellation)];

    /// <summary>The verdict on the run's program without one of its steps: what that step is there for.</summary>
    public Verdict Without(SimulatedRun run, int step, CancellationToken cancellation) =>
        Without(run, [step], cancellation);

    /// <summary>As above, without several of them.</summary>
    public Verdict Without(SimulatedRun run, ImmutableArray<int> steps, CancellationToken cancellation) =>
        simulator.Check(run, [.. run.Program.Steps.Where((_, index) => !steps.Contains(index))], cancellation);
}
