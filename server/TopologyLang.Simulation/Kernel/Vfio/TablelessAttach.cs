using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Vfio;

/// <summary>
/// A device leaves the domain where it is and comes into another one, for which no page table is made.
/// </summary>
internal static class TablelessAttach
{
    /// <param name="registered">What was done before.</param>
    /// <param name="why">Why it needs no page table there.</param>
    public static Answer Run(
        KernelState state,
        Device device,
        Domain domain,
        ImmutableArray<Reason> registered,
        Reason why
    )
    {
        var left = LeaveDomain.Run(state, device);
        return left.Errno is { } errno
            ? Answer.Refused(state, errno, [.. registered, .. left.Chain])
            : Answer.Done(
                left.State.WithGroupIn([device], domain.Name).Opened(device.Name),
                [.. registered, .. left.Chain, why]
            );
    }
}
