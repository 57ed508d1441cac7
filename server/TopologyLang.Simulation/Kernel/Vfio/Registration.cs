using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.CommandLine;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Vfio;

/// <summary>
/// A VFIO driver takes the device (bind). Source: drivers/vfio/vfio_main.c:__vfio_register_dev,
/// before 6.6 drivers/vfio/{vfio,vfio_main,group}.c:vfio_group_find_or_alloc.
/// </summary>
internal static class Registration
{
    private static readonly KernelVersion TestsCoherency = new(5, 19);

    /// <summary>The errno and the reasons; a null errno means registered.</summary>
    public static (string? Errno, ImmutableArray<Reason> Chain) Of(TopologyIndex index, Device device)
    {
        var kernel = index.HostOf(device).Kernel;
        if (device.MdevOf is not null)
        {
            return (
                null,
                [
                    new Reason(
                        $"VFIO takes the mediated device {device.Name} without asking whether its DMA is coherent",
                        SourceIn(kernel)
                    ),
                ]
            );
        }

        if (NoIommu.Holds(index, device))
        {
            if (NoIommu.OtherUnit(index, device) is { } present)
            {
                return (
                    Errno.Einval,
                    [
                        new Reason(
                            $"no IOMMU is in front of {device.Name}, but {present.Name} is there: kernels before "
                                + $"{TestsCoherency} take no device without one where the bus has any (iommu_present), "
                                + "and it has no IOMMU group",
                            kernel >= new KernelVersion(5, 16)
                                ? "drivers/vfio/vfio.c:vfio_group_find_or_alloc"
                                : "drivers/vfio/vfio.c:vfio_iommu_group_get"
                        ),
                    ]
                );
            }

            return (
                null,
                [
                    new Reason(
                        $"no IOMMU is in front of {device.Name}: VFIO takes it all the same (noiommu), taints the "
                            + "kernel and does not ask whether its DMA is coherent",
                        SourceIn(kernel)
                    ),
                ]
            );
        }

        if (UnitContext.Of(index, device) is not { } unit)
        {
            var none = device.Iommu is null
                ? $"no IOMMU is in front of {device.Name}"
                : $"the IOMMU in front of {device.Name} remaps interrupts only and has no driver of the IOMMU API";
            return (
                Errno.Einval,
                [
                    .. Remapping.WhyUnused(index.Declared, device) is { } unused ? (Reason[])[unused] : [],
                    new Reason($"{none}, so it has no IOMMU group and VFIO does not take it", SourceIn(kernel)),
                ]
            );
        }

        if (kernel < TestsCoherency)
        {
            return (
                null,
                [
                    new Reason(
                        $"VFIO takes {device.Name}: kernels before 5.19 do not ask whether its DMA is coherent",
                        SourceIn(kernel)
                    ),
                ]
            );
        }

        var asked = Asked(DriverTable.Find(unit.Unit.Model), kernel);
        return DriverTable.CapableOfCache(index, device)
            ? (
                null,
                [
                    asked,
                    new Reason($"VFIO takes {device.Name}: IOMMU_CACHE works for it", SourceIn(kernel), TestsCoherency),
                ]
            )
            : (
                Errno.Einval,
                [
                    asked,
                    new Reason(
                        $"VFIO does not take {device.Name}: its IOMMU does not offer IOMMU_CACHE",
                        SourceIn(kernel),
                        TestsCoherency
                    ),
                ]
            );
    }

    private static Reason Asked(DriverRow row, KernelVersion kernel) =>
        row.CacheCoherencyIn(kernel) is { } rule ? rule.ToReason()
        : row.CacheCoherency is [{ With: { } fix } late, ..]
            ? new Reason(
                $"the driver {row.File} does not say that IOMMU_CACHE works; fixed by {fix.Words}",
                late.Source
            )
            {
                Fix = fix.Name,
            }
        : row.CacheCoherency is [var first, ..]
            ? new Reason(
                $"before {first.Since} the driver {row.File} does not say that IOMMU_CACHE works",
                first.Source
            )
        : new Reason($"the driver {row.File} does not say that IOMMU_CACHE works", row.File);

    private static string SourceIn(KernelVersion kernel) =>
        kernel >= new KernelVersion(6, 6) ? "drivers/vfio/vfio_main.c:__vfio_register_dev"
        : kernel >= new KernelVersion(6, 2) ? "drivers/vfio/group.c:vfio_group_find_or_alloc"
        : kernel >= new KernelVersion(6, 0) ? "drivers/vfio/vfio_main.c:vfio_group_find_or_alloc"
        : kernel >= TestsCoherency ? "drivers/vfio/vfio.c:vfio_group_find_or_alloc"
        : "drivers/vfio/vfio.c:vfio_register_group_dev";
}
