using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.State;

/// <summary>What a declared domain has become.</summary>
/// <param name="IommuCache">IOMMU_CACHE is usable for every attached device; null while nothing is attached.</param>
/// <param name="Enforced">What the kernel believes: enforcement succeeded on all of its page tables; null while nothing
/// is attached; a mediated device does not count, as no page table is made for it.</param>
/// <param name="HardwareDomains">The number of page tables that it really is.</param>
/// <param name="Unknown">Set where an operation whose answer is not known has left it in a state that is not known
/// either.</param>
public sealed record DomainState(string Name, bool? IommuCache, bool? Enforced, int HardwareDomains, Reason? Unknown);
