using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Pci;

/// <summary>
/// Are a device's address translation services on, as far as it matters? AMD-Vi switches them on whatever the domain
/// (drivers/iommu/amd/iommu.c:pdev_enable_cap_ats), VT-d in scalable mode when it probes the device (by 6.17), SMMUv3
/// always for a device with CXL.cache (7.2, drivers/pci/ats.c:pci_cxl_ats_required), else behind a page table only. In
/// an identity domain a translated request is an untranslated one with the same address, so it makes no difference
/// there. A device on an external port (untrusted) never gets them. Source: drivers/pci/ats.c:pci_ats_supported.
/// </summary>
internal static class Ats
{
    private const string NestedSource =
        "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3-iommufd.c:arm_smmu_attach_dev_nested";

    /// <param name="translation">What is in front of the real device.</param>
    public static (bool On, ImmutableArray<Reason> Chain) Of(KernelState state, Device device, Translation translation)
    {
        // VFIO lets no guest write the capability (drivers/vfio/pci/vfio_pci_config.c:ecap_perms), so the machine below
        // decides.
        if ((device.MdevOf ?? device.Outer) is { } other)
        {
            return Of(state, state.Index.Device(other), translation);
        }

        if (
            !device.Ats
            || translation is not (Translation.Vtd or Translation.Amd or Translation.Arm or Translation.Plain)
        )
        {
            return (false, []);
        }

        var unit = UnitContext.Of(state.Index, device)!;
        var row = DriverTable.Find(unit.Unit.Model);
        return row.Ats is { } fact && fact.Holds(unit)
            ? (
                true,
                [
                    new Reason($"Linux has ATS on for {device.Name}: {fact.Text}", fact.Source),
                    IsNestedBehindSmmu(state, device, translation)
                        ? new Reason(
                            "in a nested domain the guest has the last word (EATS of its stream table entry), and "
                                + $"empties the translations that {device.Name} keeps: it is taken to leave ATS on, "
                                + "with which more is possible",
                            NestedSource,
                            null,
                            true
                        )
                        : new Reason(
                            $"when its page table changes Linux empties the translations that {device.Name} keeps, so "
                                + "no N bit of an older table stays",
                            fact.Invalidation
                        ),
                ]
            )
            : (
                false,
                [
                    new Reason(
                        $"Linux has ATS off for {device.Name}: "
                            + (
                                device.Bus != DeviceBus.Pcie ? "it is no PCIe function"
                                : row.Ats is null ? $"the driver {row.File} never switches it on"
                                : $"{unit.Unit.Name} has no device TLBs"
                            ),
                        row.Ats?.Source ?? row.File
                    ),
                ]
            );
    }

    private static bool IsNestedBehindSmmu(KernelState state, Device device, Translation translation) =>
        translation is Translation.Arm
        && state.Devices[device.Name].Domain is { } domain
        && state.Index.Domain(domain).Parent is not null;
}
