using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>The kernel takes a device's DMA as coherent, and the hardware does not make it so.</summary>
/// <param name="Domain">Where the device is; null: in its default domain.</param>
/// <param name="Guest">Whose KVM believes it; null where it is the IOMMU side that does.</param>
/// <param name="Believed">What the kernel believes, as a full sentence.</param>
/// <param name="Truth">What the hardware does, as a full sentence.</param>
public sealed record BeliefMismatch(
    string Device,
    string? Domain,
    string? Guest,
    string Believed,
    string Truth,
    ImmutableArray<Reason> Chain
)
{
    /// <summary>For <see cref="Versions"/>.</summary>
    internal const string EveryVersion = "in every known version";

    /// <summary>The function of the kernel that goes by it.</summary>
    public required string Function { get; init; }

    /// <summary>The kernels that do, in words: <c>since 6.7</c>.</summary>
    public required string Versions { get; init; }
}
