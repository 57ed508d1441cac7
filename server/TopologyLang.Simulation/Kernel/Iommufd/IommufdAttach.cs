using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.DeviceFiles;
using TopologyLang.Simulation.Kernel.Ioasid;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Vfio;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Iommufd;

/// <summary>
/// <c>attach D to S</c> for an IOAS: bind to the VFIO driver, open the device, bind it to iommufd, attach it to the
/// IOAS. Each declared domain is an iommufd of its own. From 6.2 to 6.5 the device is reached through its group's file,
/// since 6.6 through its own.
/// </summary>
internal static class IommufdAttach
{
    public static Answer Run(KernelState state, Device device, Domain domain)
    {
        var kernel = state.Index.HostOf(device).Kernel;
        if (kernel < DevIommu.Since)
        {
            return Answer.Refused(state, Errno.Enoent, DevIommu.Missing(kernel, domain.Name));
        }

        var (errno, registered) = Registration.Of(state.Index, device);
        if (errno is not null)
        {
            return Answer.Refused(state, errno, registered);
        }

        if (GroupUse.Conflict(state, device, domain) is { } conflict)
        {
            return Answer.Refused(state, conflict.Errno, [.. registered, conflict.Why]);
        }

        return device.MdevOf is not null ? EmulatedAttach.Run(state, device, domain, registered)
            : NoIommu.Holds(state.Index, device) ? NoIommu.Attach(state, device, domain, registered)
            : NoIommu.RefusalOfOthers(state, device, domain) is { } mixed
                ? Answer.Refused(state, Errno.Einval, [.. registered, mixed])
            : state.Devices[device.Name].Domain == domain.Name ? FollowGroup(state, device, domain, registered)
            : AttachGroup(state, device, domain, registered);
    }

    private static Answer AttachGroup(
        KernelState state,
        Device device,
        Domain domain,
        ImmutableArray<Reason> registered
    )
    {
        var left = LeaveDomain.Run(state, device);
        if (left.Errno is not null)
        {
            return Answer.Refused(state, left.Errno, [.. registered, .. left.Chain]);
        }

        var (bindErrno, bound) = Bind.Of(left.State, device);
        ImmutableArray<Reason> chain = [.. registered, .. left.Chain, .. bound];
        if (bindErrno is not null)
        {
            return Answer.Refused(state, bindErrno, chain);
        }

        if (IoasidRules.Refusal(state.Index, domain, device) is { } unforced)
        {
            return Answer.Refused(state, Errno.Einval, [.. chain, unforced]);
        }

        var tables = left.State.TablesOf(domain.Name);
        var attached = domain.Parent is null
            ? AutoDomains.Attach(state.Index, domain, tables, device)
            : NestedDomains.Attach(state.Index, domain, tables, device);
        chain = [.. chain, .. attached.Chain];
        return attached.Errno is { } errno
            ? Answer.Refused(state, errno, chain)
            : Answer.Done(
                left.State.WithTables(domain.Name, attached.Tables)
                    .WithGroupIn(state.Index.GroupOf(device), domain.Name)
                    .Opened(device.Name),
                chain
            );
    }

    /// <summary>A later device of a group is not attached again, and the driver is not asked again.</summary>
    private static Answer FollowGroup(
        KernelState state,
        Device device,
        Domain domain,
        ImmutableArray<Reason> registered
    )
    {
        var tables = state.TablesOf(domain.Name);
        var table = tables.First(t => t.Groups.Contains(TopologyIndex.GroupKey(device)));
        var (upgraded, refusal) = Enforcement.Upgrade(state.Index, table, device);
        return refusal is not null
            ? Answer.Refused(state, Errno.Einval, [.. registered, refusal])
            : Answer.Done(
                state.WithTables(domain.Name, tables.Replace(table, upgraded)).Opened(device.Name),
                [
                    .. registered,
                    new Reason(
                        $"its IOMMU group is in {domain.Name} already; {device.Name} only has to be opened and bound",
                        "drivers/iommu/iommufd/device.c:iommufd_hw_pagetable_attach"
                    ),
                ]
            );
    }
}
