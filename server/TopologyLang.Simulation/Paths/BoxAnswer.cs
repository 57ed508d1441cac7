using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>A device's place in the coherence matrix (seed 003).</summary>
/// <param name="Box">
/// 1 no-snoop possible and blocked, 2 impossible and blocked, 3 possible and not blocked, 4 impossible and not blocked;
/// null for what is no PCIe function or a mediated device (its parent has the box), and where it is not known (the
/// chain says which).
/// </param>
/// <param name="Possible">The function could set the attribute; null where it is no PCIe function.</param>
/// <param name="Blocked">The page table in which it is now makes every request snoop; null where that is not
/// known.</param>
public sealed record BoxAnswer(int? Box, bool? Possible, bool? Blocked, ImmutableArray<Reason> Chain);
