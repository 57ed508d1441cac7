using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Kernels;

/// <summary>
/// Something that Linux does differently from a version on, apart from what its IOMMU drivers answer.
/// </summary>
/// <param name="Since">The first version that does.</param>
/// <param name="What">What it does from then on.</param>
/// <param name="Source">Kernel file and function.</param>
public sealed record VersionSwitch(KernelVersion Since, string What, string Source, bool Uncertain = false);
