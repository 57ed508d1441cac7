using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>
/// What the CPUs of an architecture keep in order without a barrier, between accesses to different buffers.
/// </summary>
/// <param name="Keeps">Pairs of accesses to ordinary memory.</param>
/// <param name="Control">Pairs that a wait begins: the branch behind the load that saw the value.</param>
/// <param name="BeforeDoorbell">What <c>writel()</c> orders before its store (<c>__io_bw</c>): reads, writes or
/// both.</param>
/// <param name="MultiCopyAtomic">A store reaches all other observers at once.</param>
public sealed record CpuOrderRow(
    Architecture Architecture,
    AccessPairs Keeps,
    AccessPairs Control,
    AccessPairs BeforeDoorbell,
    bool MultiCopyAtomic,
    string Source
);
