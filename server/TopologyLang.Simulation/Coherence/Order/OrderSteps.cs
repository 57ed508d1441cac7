using System.Collections.Immutable;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>The steps of a program as its order sees them.</summary>
internal static class OrderSteps
{
    public static ImmutableArray<OrderStep> Of(ProgramPath path)
    {
        var program = path.Program;
        var lines = LineOwners.Of(program);
        var orderings = path.Buffers.ToDictionary(
            buffer => buffer.Buffer,
            buffer => buffer.Ordering,
            StringComparer.Ordinal
        );
        var actors = Actor.Of(program, path.PhysicalCpus);
        return
        [
            .. program.Steps.Select(
                (step, index) =>
                    new OrderStep(
                        index,
                        step,
                        actors[index],
                        KindOf(path.Architecture, step),
                        step.Buffer is { } buffer ? lines.GetValueOrDefault(buffer, buffer) : null,
                        // The hypervisor's own mapping of guest memory is an ordinary one.
                        step is { Buffer: { } name, Cpu.Scope: not CpuScope.Hypervisor, Kind: not StepKind.Recycle }
                            ? orderings.GetValueOrDefault(name)
                            : AccessOrdering.Ordinary
                    )
            ),
        ];
    }

    private static OrderKind KindOf(Architecture architecture, Step step) =>
        step.Kind switch
        {
            StepKind.Read or StepKind.Wait or StepKind.DmaRead or StepKind.DmaWait => OrderKind.Read,
            StepKind.Write or StepKind.DmaWrite or StepKind.Recycle => OrderKind.Write,
            StepKind.Doorbell => OrderKind.Doorbell,
            StepKind.DmaInterrupt => OrderKind.Interrupt,
            var kind when InstructionSet.IsByAddress(kind) => OrderKind.LineMaintenance,
            StepKind.Barrier => KindOf(Barriers.Of(architecture, step.Barrier!.Value)),
            _ => OrderKind.Whole,
        };

    private static OrderKind KindOf(BarrierRow row) =>
        !row.Completes ? OrderKind.Pairs
        : row.Pairs == AccessPairs.All ? OrderKind.Whole
        : OrderKind.StoreFence;
}
