using System.Collections.Immutable;

namespace TopologyLang.Simulation.Topology;

/// <summary>How a driver is known to keep CPU caches and its device's DMA together.</summary>
/// <param name="AlwaysNoSnoop">Its device's data requests carry no-snoop whether or not the file says <c>no_snoop =
/// used</c>.</param>
/// <param name="BeforeDeviceReads">Maintenance between the CPU's write and the device's read.</param>
/// <param name="BeforeDeviceWrites">Maintenance before the buffer is given to the device.</param>
/// <param name="AfterDeviceWrites">Maintenance between the device's write and the CPU's read.</param>
public sealed record DriverProtocol(
    string Driver,
    bool AlwaysNoSnoop,
    ImmutableArray<StepKind> BeforeDeviceReads,
    ImmutableArray<StepKind> BeforeDeviceWrites,
    ImmutableArray<StepKind> AfterDeviceWrites,
    string Source
)
{
    private static readonly DriverProtocol NoMaintenance = new(
        "",
        false,
        [],
        [],
        [],
        "an unknown driver is taken to do no cache maintenance"
    );

    /// <summary>The drivers whose cache maintenance is known from their source.</summary>
    public static readonly ImmutableArray<DriverProtocol> Known =
    [
        new(
            "i915",
            AlwaysNoSnoop: true,
            BeforeDeviceReads: [StepKind.Wbinvd],
            BeforeDeviceWrites: [StepKind.Clflush],
            AfterDeviceWrites: [StepKind.Clflush],
            "seed 000; drivers/gpu/drm/i915/gem/i915_gem_dmabuf.c (wbinvd_on_all_cpus), "
                + "drivers/gpu/drm/drm_cache.c:drm_clflush_pages"
        ),
    ];

    public static DriverProtocol Of(string? driver) =>
        Known.FirstOrDefault(known => known.Driver == driver) ?? NoMaintenance;
}
