using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>What the CPUs of an architecture keep in order without a barrier.</summary>
/// <param name="Keeps">Pairs of accesses to different buffers in ordinary memory.</param>
/// <param name="SameBuffer">Pairs of accesses to one buffer. Never a store and a later load: the load may take the
/// value of its CPU's own store while that store is still on its way.</param>
/// <param name="Control">Pairs that a wait begins: the branch behind the load that saw the value.</param>
/// <param name="BeforeDoorbell">What <c>writel()</c> orders before its store (<c>__io_bw</c>): reads, writes or
/// both.</param>
/// <param name="MultiCopyAtomic">A store reaches all other observers at once.</param>
public sealed record CpuOrderRow(
    Architecture Architecture,
    AccessPairs Keeps,
    AccessPairs SameBuffer,
    AccessPairs Control,
    AccessPairs BeforeDoorbell,
    bool MultiCopyAtomic,
    string Source
);
