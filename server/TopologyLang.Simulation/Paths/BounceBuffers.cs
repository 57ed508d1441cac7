using TopologyLang.Simulation.Kernel.CommandLine;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>
/// With <c>swiotlb=force</c> the DMA API gives a device that no page table translates for a copy of every buffer, which
/// its sync and unmap calls alone bring up to date. That is not simulated.
/// </summary>
internal static class BounceBuffers
{
    private const string Source =
        "kernel/dma/direct.h:dma_direct_map_page, include/linux/swiotlb.h:is_swiotlb_force_bounce";

    /// <summary>Of a kernel's own driver; null where its buffers are mapped in place.</summary>
    public static Reason? Unknown(KernelState state, Host host, Program program) =>
        program.Guest is null && KernelOptions.Of(host).BouncesAll
            ? program.Devices.Where(device => IsDirect(state, device)).Select(Of).FirstOrDefault()
            : null;

    private static bool IsDirect(KernelState state, string device) =>
        state.DeviceOf(device) is { Translation: Translation.None or Translation.Identity, Domain: var domain }
        && (domain is null || !state.Index.Domain(domain).IsOfStranger);

    private static Reason Of(string device) =>
        new(
            $"swiotlb=force: the DMA API gives {device} a copy of every buffer, and what the copy holds is not simulated",
            Source
        );
}
