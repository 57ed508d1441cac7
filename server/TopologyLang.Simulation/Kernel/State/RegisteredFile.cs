using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.State;

/// <summary>A VFIO file in KVM's kvm-vfio device.</summary>
/// <param name="Group">Key of the IOMMU group.</param>
/// <param name="Devices">The devices for which the VMM added it; a group's file is one for all of them.</param>
/// <param name="OfDevice">It is the file of one device (since 6.6), not of its group.</param>
/// <param name="Answer">KVM asks about a file when it is added, so there is always one.</param>
public sealed record RegisteredFile(string Group, ImmutableArray<string> Devices, bool OfDevice, FileAnswer Answer);

/// <summary>What VFIO answered for a file when KVM asked last.</summary>
/// <param name="AskedFor">The devices for which the VMM had added the file by then.</param>
public sealed record FileAnswer(bool Coherent, Reason Reason, ImmutableArray<string> AskedFor);
