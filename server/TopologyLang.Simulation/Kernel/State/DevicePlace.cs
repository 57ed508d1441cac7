using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.State;

/// <summary>Where a device stands; what its translation is follows from it.</summary>
internal sealed record DevicePlace(
    string? Domain,
    bool RegisteredWithVfio,
    bool EnableNoSnoop,
    NoSnoopSetter? NoSnoopSetBy,
    bool NoSnoopOffAtAttach,
    Reason? Unknown
)
{
    /// <summary>Enable No Snoop as VFIO saved it when the device was opened; null while no user has it open.</summary>
    public (bool Bit, NoSnoopSetter? SetBy)? NoSnoopAtOpen { get; init; }

    /// <summary>
    /// Enable No Snoop as it was saved when the function came to rest, where the host wrote it since; null where it did
    /// not.
    /// </summary>
    public (bool Bit, NoSnoopSetter? SetBy)? NoSnoopAtRest { get; init; }

    /// <summary>The domains to which it was to be attached, without a known answer.</summary>
    public ImmutableArray<string> MaybeIn { get; init; } = [];

    /// <summary>
    /// It was attached to a vhost-vdpa domain after a scenario had mapped it: each file has a list of mappings of its
    /// own. Source: drivers/vhost/vdpa.c:vhost_vdpa_alloc_as.
    /// </summary>
    public bool CameAfterMap { get; init; }

    /// <summary>A function-level reset was the last thing that happened to Enable No Snoop.</summary>
    public bool WasReset { get; init; }
}
