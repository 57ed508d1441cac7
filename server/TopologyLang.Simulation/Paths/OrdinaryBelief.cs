using System.Collections.Immutable;
using TopologyLang.Simulation.Hardware;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.IommuCore;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>
/// The kernel takes a device's ordinary DMA as coherent, and the hardware does not snoop it. VFIO goes by the driver's
/// capability, which on SMMUs is a word about the SMMU's own page walks (seed 004); the DMA API goes by the firmware's
/// word on the device.
/// </summary>
internal static class OrdinaryBelief
{
    public static BeliefMismatch? Of(TopologyIndex index, Device device, DeviceState now)
    {
        var host = index.HostOf(device);
        if (
            Snooping.Of(index.MachineOf(host), index.RealOf(device), now, false) is not { Snoop: not Snoop.Yes } truth
            || Believed(index, host, device, now) is not { } believed
        )
        {
            return null;
        }

        ImmutableArray<Reason> chain = [.. now.Chain, .. believed.Why, Snooping.ToReason(truth)];
        return new BeliefMismatch(
            device.Name,
            now.Domain,
            null,
            believed.Text,
            truth.Snoop == Snoop.No ? $"its ordinary requests bypass the caches: {truth.Text}" : truth.Text,
            chain
        )
        {
            Function = believed.Function,
            Versions = believed.Versions,
        };
    }

    private static (string Text, ImmutableArray<Reason> Why, string Function, string Versions)? Believed(
        TopologyIndex index,
        Host host,
        Device device,
        DeviceState now
    )
    {
        if (
            now is { Domain: { } domain, RegisteredWithVfio: true }
            && DriverTable.CapableOfCache(index, device)
            && UnitContext.Of(index, device) is { } unit
        )
        {
            var rule = DriverTable.Find(unit.Unit.Model).CacheCoherencyIn(host.Kernel);
            return (
                $"the kernel believes that IOMMU_CACHE makes the DMA of {device.Name} "
                    + $"coherent, and gave it to {domain}",
                rule is null ? [] : [rule.ToReason()],
                rule?.Source ?? "drivers/vfio/vfio_main.c:__vfio_register_dev",
                rule is null || rule.Since <= KernelVersions.OldestKnown
                    ? BeliefMismatch.EveryVersion
                    : $"since {rule.Since}"
            );
        }

        return !now.RegisteredWithVfio && DmaCoherence.Of(host, device)
            ? (
                $"the kernel's DMA API believes that {device.Name} is coherent",
                [DmaCoherence.ToReason(host, device)],
                DmaCoherence.Source,
                device.DmaCoherent || host.Architecture != Architecture.Riscv64
                    ? BeliefMismatch.EveryVersion
                    : $"before {DmaCoherence.RiscvAsks}"
            )
            : null;
    }
}
