using System.Collections.Immutable;

namespace TopologyLang.Simulation.Kernel.State;

/// <summary>A VFIO file in KVM's kvm-vfio device.</summary>
/// <param name="Group">Key of the IOMMU group.</param>
/// <param name="Devices">The devices for which the VMM added it; a group's file is one for all of them.</param>
/// <param name="OfDevice">It is the file of one device (since 6.6), not of its group.</param>
public sealed record RegisteredFile(string Group, ImmutableArray<string> Devices, bool OfDevice = false);
