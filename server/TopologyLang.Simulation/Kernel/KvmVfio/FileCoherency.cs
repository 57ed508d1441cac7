using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.Ioasid;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Vfio;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.KvmVfio;

/// <summary>
/// What VFIO tells KVM about one file: can its DMA bypass the caches? Source: vfio_file_enforced_coherent; before 5.19
/// virt/kvm/vfio.c:kvm_vfio_group_is_coherent.
/// </summary>
internal static class FileCoherency
{
    private static readonly KernelVersion OwnFunction = new(5, 19);
    private static readonly KernelVersion ByCapability = new(6, 2);

    /// <param name="ownDevice">The device whose own file it is; null for the file of a group.</param>
    public static (bool Coherent, Reason Reason) Of(KernelState state, string group, string? ownDevice)
    {
        var members = state.Index.Group(group);
        var named = ownDevice is null ? members[0] : state.Index.Device(ownDevice);
        if (IoasidRules.OfFile(state, named) is { } asked)
        {
            return asked;
        }

        if (ownDevice is not null)
        {
            return OfCapability(state, named, [named], "drivers/vfio/vfio_main.c:vfio_file_enforced_coherent");
        }

        var kernel = state.Index.HostOf(members[0]).Kernel;
        return kernel >= ByCapability
            ? OfCapability(
                state,
                members[0],
                [.. members.Where(d => state.Devices[d.Name].RegisteredWithVfio)],
                "drivers/vfio/group.c:vfio_group_enforced_coherent"
            )
            : OfContainer(state, members, kernel);
    }

    /// <summary>The container that the group is in; null where there is none.</summary>
    public static string? ContainerOf(KernelState state, ImmutableArray<Device> members) =>
        GroupOwnership.IsInContainer(state, members[0]) ? state.Devices[members[0].Name].Domain : null;

    private static (bool, Reason) OfContainer(KernelState state, ImmutableArray<Device> members, KernelVersion kernel)
    {
        var source =
            kernel >= OwnFunction
                ? "drivers/vfio/vfio_main.c:vfio_file_enforced_coherent"
                : "virt/kvm/vfio.c:kvm_vfio_group_is_coherent";
        if (ContainerOf(state, members) is not { } container)
        {
            return (
                true,
                new Reason(
                    $"the group of {members[0].Name} is in no container yet, which counts as coherent",
                    source,
                    OwnFunction
                )
            );
        }

        if (NoIommu.IsUsedBy(state, container))
        {
            return (
                false,
                new Reason($"the container {container} has no IOMMU and answers VFIO_DMA_CC_IOMMU with 0", source)
            );
        }

        var coherent = Type1.IsCoherent(state.TablesOf(container));
        return (
            coherent,
            new Reason(
                $"the container {container} answers VFIO_DMA_CC_IOMMU with {(coherent ? 1 : 0)}: "
                    + $"{(coherent ? "all" : "not all")} of its page tables are enforced",
                source
            )
        );
    }

    private static (bool, Reason) OfCapability(
        KernelState state,
        Device named,
        ImmutableArray<Device> asked,
        string source
    )
    {
        foreach (var member in asked)
        {
            var unit = UnitContext.Of(state.Index, member);
            var rule = unit is null ? null : DriverTable.Find(unit.Unit.Model).EnforceCapabilityIn(unit.Host.Kernel);
            if (unit is null || rule?.Holds(unit) != true)
            {
                return (
                    false,
                    new Reason(
                        $"no-snoop of {member.Name} cannot be blocked"
                            + (
                                member.MdevOf is not null
                                    ? ": a mediated device has no IOMMU of its own that could be asked"
                                : unit is null ? ": no IOMMU is in front of it"
                                : rule is null ? ": its driver does not have the capability"
                                : $": {rule.Text}"
                            ),
                        source,
                        ByCapability
                    )
                );
            }
        }

        return (
            true,
            new Reason(
                $"no-snoop of {named.Name} can be blocked, so KVM takes its DMA as coherent, whatever domain it is in",
                source,
                ByCapability
            )
        );
    }
}
