using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Ioasid;

/// <summary>
/// <c>coherent = yes</c> or <c>no</c> of a domain: an IOASID as the /dev/ioasid proposal of June 2021 has it (seed
/// 003). Experimental: in no released kernel, so it is simulated as a change to the iommufd that the host's kernel has.
/// Without the property the kernel's own policy counts, in the proposal as in Linux: enforce wherever the device's
/// IOMMU can.
/// </summary>
internal static class IoasidRules
{
    private const string Source = "seed 003 (proposed, not merged)";

    /// <summary>The domain is an IOASID that was asked for as one or the other.</summary>
    public static bool Is(Domain domain) => domain is { Api: DomainApi.Iommufd, Coherent: not null, Parent: null };

    /// <summary>
    /// Why a coherent IOASID does not take the device; null where it does, and for every other domain.
    /// </summary>
    public static Reason? Refusal(TopologyIndex index, Domain domain, Device device)
    {
        if (!Is(domain) || domain.Coherent == false)
        {
            return null;
        }

        var free = index
            .GroupOf(device)
            .FirstOrDefault(member => UnitContext.Of(index, member) is { } unit && !CanBeForced(unit));
        return free is null
            ? null
            : new Reason(
                $"{domain.Name} is a coherent IOASID, and the IOMMU of {free.Name} cannot force it to snoop: its page "
                    + "table would be an error there. The proposal names no errno; EINVAL is what iommufd has for a "
                    + "page table that does not fit",
                Source,
                null,
                true
            );
    }

    /// <summary>Why a new table of the domain is not asked to enforce; null where the kernel's policy counts.</summary>
    public static Reason? LeavesNoSnoopAlone(Domain domain) =>
        Is(domain) && domain.Coherent == false
            ? new Reason(
                $"{domain.Name} is a non-coherent IOASID: all of its devices use page tables that leave no-snoop "
                    + "alone, also where the IOMMU could block it",
                Source
            )
            : null;

    /// <summary>What VFIO tells KVM about a device in an IOASID; null where the kernel's policy counts.</summary>
    public static (bool Coherent, Reason Reason)? OfFile(KernelState state, Device device) =>
        state.Devices[device.Name].Domain is { } name
        && state.Index.Domain(name) is { } domain
        && Is(domain)
        && device.MdevOf is null
            ? (
                domain.Coherent == true,
                new Reason(
                    $"{device.Name} is in {name}, an IOASID that was asked for as "
                        + $"{(domain.Coherent == true ? "" : "non-")}coherent, and KVM goes by that",
                    Source
                )
            )
            : null;

    private static bool CanBeForced(UnitContext unit) =>
        DriverTable.Find(unit.Unit.Model).EnforceCapabilityIn(unit.Host.Kernel)?.Holds(unit) == true;
}
