using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Answers;

/// <summary>The kernel's answer to one operation, and the state after it.</summary>
internal sealed record Answer(KernelState State, string Result, ImmutableArray<Reason> Chain)
{
    /// <summary>Operations that this one made the kernel answer again.</summary>
    public ImmutableArray<OperationOutcome> Redone { get; init; } = [];

    public static Answer Done(KernelState state, params ImmutableArray<Reason> chain) =>
        new(state, OperationOutcome.Ok, chain);

    /// <summary>A refused operation leaves everything as it was.</summary>
    public static Answer Refused(KernelState unchanged, string errno, params ImmutableArray<Reason> chain) =>
        new(unchanged, errno, chain);

    public static Answer NotKnown(KernelState state, Reason why) => new(state, OperationOutcome.Unknown, [why]);
}
