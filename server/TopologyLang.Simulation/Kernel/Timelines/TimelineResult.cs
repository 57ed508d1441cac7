using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.State;

namespace TopologyLang.Simulation.Kernel.Timelines;

/// <summary>What happened in one scenario, or in the set-up that the declarations imply.</summary>
/// <param name="Scenario">Its name; null for the implied set-up.</param>
/// <param name="Operations">
/// The answers in order, those of <c>run</c> statements included. What an <c>upgrade</c> does again follows it, with
/// its index.
/// </param>
/// <param name="Runs">In order.</param>
/// <param name="End">The state at its end.</param>
public sealed record TimelineResult(
    string? Scenario,
    ImmutableArray<OperationOutcome> Operations,
    ImmutableArray<ProgramRun> Runs,
    KernelState End
)
{
    /// <summary>
    /// The states after the operations of a scenario that changed something, in order; empty for the implied set-up.
    /// </summary>
    public ImmutableArray<Moment> Moments { get; init; } = [];
}

/// <param name="OperationIndex">The place in the scenario of the operation that led here.</param>
public sealed record Moment(int OperationIndex, KernelState State);
