using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Kvm;

/// <summary>
/// A program runs: as far as the kernel is concerned, its guest touches memory, which gets mapped as KVM would have it
/// now.
/// </summary>
internal static class TouchMemory
{
    public static Answer Run(KernelState state, string programName)
    {
        var program = state.Index.Topology.Programs.First(p => p.Name == programName);
        return Answer.Done(Touched(state, program.Guest ?? state.Index.Host(program.Host!).InGuest));
    }

    /// <summary>A guest's memory is memory of the guest in which its host runs.</summary>
    private static KernelState Touched(KernelState state, string? guest)
    {
        if (guest is null)
        {
            return state;
        }

        var record = state.Guests[guest];
        var touched = record.TouchedUnder.Contains(record.NoncoherentDma)
            ? state
            : state.WithGuest(guest, record with { TouchedUnder = [.. record.TouchedUnder, record.NoncoherentDma] });
        return Touched(touched, state.Index.Host(state.Index.Guest(guest).Host).InGuest);
    }

    public static Host HostOf(TopologyIndex index, string programName)
    {
        var program = index.Topology.Programs.First(p => p.Name == programName);
        return index.Host(program.Host ?? index.Guest(program.Guest!).Host);
    }
}
