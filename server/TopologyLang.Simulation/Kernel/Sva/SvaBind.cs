using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Sva;

/// <summary>
/// <c>attach D to S</c> where S is the address space of a process: the device's own driver calls
/// iommu_sva_bind_device(). Before 6.16 it has to switch the feature on first (iommu_dev_enable_feature), which has its
/// own errnos.
/// </summary>
internal static class SvaBind
{
    private const string File = "drivers/iommu/iommu-sva.c";
    private const string OldSource = "drivers/iommu/iommu.c:iommu_sva_bind_device";
    private const string EnableFeature = "drivers/iommu/iommu.c:iommu_dev_enable_feature";

    private static readonly KernelVersion BindsAtOnce = new(6, 16);

    private static readonly KernelVersion TakesGroups = new(6, 2);

    /// <summary>The errno and the reason; a null errno means bound.</summary>
    public static (string? Errno, Reason Reason) Of(TopologyIndex index, Device device)
    {
        if (UnitContext.Of(index, device) is not { } unit)
        {
            return (
                Errno.Enodev,
                new Reason(
                    $"{device.Name} has no IOMMU group, so nothing can walk a process's page tables for it",
                    $"{File}:iommu_sva_bind_device"
                )
            );
        }

        return
            unit.Host.Kernel >= BindsAtOnce
            && CommonRules.SvaOffOnX86.AppliesTo(unit.Host.Kernel)
            && CommonRules.SvaOffOnX86.Refuses(unit)
            ? (CommonRules.SvaOffOnX86.Errno, CommonRules.SvaOffOnX86.ToReason())
            : OfDriver(index, unit);
    }

    private static (string? Errno, Reason Reason) OfDriver(TopologyIndex index, UnitContext unit)
    {
        var device = unit.Device;
        var kernel = unit.Host.Kernel;
        var row = DriverTable.Find(unit.Unit.Model);
        if (row.SvaSince is not { } since || kernel < since)
        {
            return OfNoSupport(row, unit);
        }

        if (row.SvaRefusal(kernel, unit) is { } rule)
        {
            return (rule.Errno, rule.ToReason());
        }

        return kernel < TakesGroups && index.GroupOf(device).Length > 1
            ? (Errno.Einval, new Reason($"other devices share the IOMMU group of {device.Name}", OldSource))
            : (
                null,
                new Reason(
                    $"{device.Name} is bound to a process: its requests with the process's PASID walk the process's "
                        + "page tables",
                    kernel < TakesGroups ? OldSource : $"{File}:iommu_sva_bind_device"
                )
            );
    }

    /// <summary>The generic code is built in where a driver of the architecture needs it: on x86 and arm64.</summary>
    private static (string, Reason) OfNoSupport(DriverRow row, UnitContext unit)
    {
        var text =
            $"the driver {row.File} binds no device to a process"
            + (row.SvaSince is { } since ? $" before {since}" : "");
        return unit.Host.Kernel < BindsAtOnce ? (Errno.Enodev, new Reason(text, EnableFeature))
            : unit.Host.Architecture is Architecture.X86_64 or Architecture.Arm64
                ? (
                    Errno.Enospc,
                    new Reason($"{text}: it has no PASIDs to give", $"{File}:iommu_alloc_mm_data", BindsAtOnce)
                )
            : (
                Errno.Enodev,
                new Reason(
                    $"{text}, and kernels of this architecture are built without CONFIG_IOMMU_SVA",
                    "include/linux/iommu.h:iommu_sva_bind_device"
                )
            );
    }
}
