using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>Compares what the kernel believes with what the hardware does.</summary>
public static class BeliefChecks
{
    /// <summary>
    /// Mismatches in the order of the devices; those of KVM follow, in the order of the guests, and then those of the
    /// programs.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImmutableArray<BeliefMismatch> Beliefs(
        SystemTopology topology,
        KernelState state,
        CancellationToken cancellation = default
    )
    {
        var index = state.IndexOf(topology);
        ImmutableArray<(Device Device, DeviceState State)> devices =
        [
            .. Each(topology.Devices, cancellation).Select(d => (d, state.DeviceOf(d.Name))),
        ];
        ImmutableArray<BeliefSubject> unblocked =
        [
            .. Each(devices, cancellation)
                .Where(d => CoherenceBoxes.IsOpen(index, d.Device, d.State))
                .Select(d => new BeliefSubject(d.Device, d.State, CoherenceBoxes.Of(index, d.Device, d.State))),
        ];
        var byName = unblocked.ToDictionary(d => d.Device.Name);
        return
        [
            .. devices.Select(d => OrdinaryBelief.Of(index, d.Device, d.State)).OfType<BeliefMismatch>(),
            .. devices.Select(d => ResetBelief.Of(state, d.Device, d.State)).OfType<BeliefMismatch>(),
            .. unblocked.SelectMany(d => TableBelief.Of(state, d)),
            .. Each(topology.Guests, cancellation).SelectMany(g => KvmBelief.Of(state, g.Name, byName)),
            .. Each(topology.Programs, cancellation)
                .Select(p => WbinvdMaskBelief.Of(state, p))
                .OfType<BeliefMismatch>(),
        ];
    }

    private static IEnumerable<T> Each<T>(ImmutableArray<T> all, CancellationToken cancellation)
    {
        foreach (var one in all)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return one;
        }
    }
}
