using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Kvm;

/// <summary>A program runs: as far as the kernel is concerned, its guest touches memory, which gets mapped as KVM would have it
/// now.</summary>
internal static class TouchMemory
{
    public static Answer Run(KernelState state, string programName)
    {
        var program = state.Index.Topology.Programs.First(p => p.Name == programName);
        if (program.Guest is not { } guest)
        {
            return Answer.Done(state);
        }

        var record = state.Guests[guest];
        return Answer.Done(record.TouchedUnder.Contains(record.NoncoherentDma)
            ? state
            : state.WithGuest(guest, record with { TouchedUnder = [.. record.TouchedUnder, record.NoncoherentDma] }));
    }

    public static Host HostOf(TopologyIndex index, string programName)
    {
        var program = index.Topology.Programs.First(p => p.Name == programName);
        return index.Host(program.Host ?? index.Guest(program.Guest!).Host);
    }
}
