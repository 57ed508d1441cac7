using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>
/// The kernel takes the page table of a user's domain for one that makes every request snoop, and it is none.
/// </summary>
internal static class TableBelief
{
    public static IEnumerable<BeliefMismatch> Of(KernelState state, BeliefSubject subject)
    {
        var (device, now, box) = subject;
        if (now.Domain is { } domain && state.Enforced(device.Name) && !IsUnaskedVdpa(state, device, domain))
        {
            var (truth, function, versions) = WhyNotBelow(state, device) ?? WhyNot(device, now.Translation);
            yield return new BeliefMismatch(
                device.Name,
                domain,
                null,
                $"the kernel believes that {domain} makes every request of {device.Name} snoop",
                truth,
                box.Chain
            )
            {
                Function = function,
                Versions = versions,
            };
        }

        if (
            now is
            {
                Domain: { } user,
                RegisteredWithVfio: true,
                NoSnoopOffAtAttach: true,
                NoSnoopSetBy: NoSnoopSetter.Guest,
                EnableNoSnoop: true
            }
        )
        {
            yield return new BeliefMismatch(
                device.Name,
                user,
                null,
                $"{device.Name} could not set no-snoop when it was given to its guest, and nobody asks again",
                $"the guest turned Enable No Snoop on, and {user} does not block it",
                box.Chain
            )
            {
                Function = "drivers/vfio/pci/vfio_pci_config.c:init_pci_cap_exp_perm",
                Versions = BeliefMismatch.EveryVersion,
            };
        }
    }

    /// <summary>The kernel of a host in a guest goes by the virtual unit, and the table below is another one.</summary>
    private static (string Truth, string Function, string Versions)? WhyNotBelow(KernelState state, Device device)
    {
        if (device.Outer is not { } outer || state.TableOf(device.Name) is not { } table)
        {
            return null;
        }

        var row = DriverTable.Find(table.Driver);
        var rule = row.EnforceIn(state.Index.HostOf(device).Kernel, table.Format);
        return (
            $"{device.Name} is {outer} of the machine below, and nothing in the page table there does so: its no-snoop "
                + "requests bypass the caches",
            rule?.Source ?? row.File,
            rule is null ? BeliefMismatch.EveryVersion : $"since {rule.Since}"
        );
    }

    private static (string Truth, string Function, string Versions) WhyNot(Device device, Translation translation) =>
        translation switch
        {
            Translation.Amd { Table: AmdPageTable.V2 } => (
                $"{device.Name} is behind a version 2 table, which has no FC bit: its no-snoop requests bypass the "
                    + "caches",
                "drivers/iommu/amd/iommu.c:amd_iommu_enforce_cache_coherency",
                "for user space since 6.13, with amd_iommu=pgtbl_v2"
            ),
            Translation.Vtd { Stage: PageTableStage.FirstStage, SnoopControl: false, Pgsnp: true } => (
                $"the unit in front of {device.Name} has no snoop control, so PGSNP is a reserved bit there: whether "
                    + "its requests snoop, bypass the caches or fault is not defined",
                "drivers/iommu/intel/iommu.c:paging_domain_compatible_first_stage, which does not ask",
                "since 6.19; up to 6.18 EINVAL"
            ),
            Translation.Vtd => (
                $"nothing in the page table of {device.Name} does so: its no-snoop requests bypass the caches",
                "drivers/iommu/intel/iommu.c:intel_iommu_capable",
                "before 5.19, where every unit has snoop control or scalable mode"
            ),
            _ => (
                $"nothing in the page table of {device.Name} does so: its no-snoop requests bypass the caches",
                "drivers/vfio/vfio_iommu_type1.c:vfio_domains_have_iommu_cache",
                "before 5.19, which took IOMMU_CACHE for it"
            ),
        };

    /// <summary>Before 5.19 vhost-vdpa's IOMMU_CACHE stood for blocked no-snoop on VT-d alone.</summary>
    private static bool IsUnaskedVdpa(KernelState state, Device device, string domain) =>
        state.Index.Domain(domain).Api == DomainApi.VhostVdpa
        && state.Index.UnitOf(device) is not { Model: IommuModel.IntelVtd };
}
