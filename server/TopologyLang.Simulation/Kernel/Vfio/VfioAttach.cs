using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Vfio;

/// <summary>
/// <c>attach D to S</c> for a VFIO container: bind to the VFIO driver, give the group to the container, attach it to a
/// page table, open the device. The first errno on the way is the answer.
/// </summary>
internal static class VfioAttach
{
    public static Answer Run(KernelState state, Device device, Domain domain)
    {
        var place = state.Devices[device.Name];
        var (errno, chain) = Registration.Of(state.Index, device);
        if (errno is not null)
        {
            return Answer.Refused(state, errno, chain);
        }

        if (GroupUse.Conflict(state, device, domain) is { } conflict)
        {
            return Answer.Refused(state, conflict.Errno, [.. chain, conflict.Why]);
        }

        if (device.MdevOf is not null)
        {
            return ContainerTypes.Refusal(state.Index, device) is { } noType
                ? Answer.Refused(state, Errno.Enodev, [.. chain, noType])
                : EmulatedAttach.Run(state, device, domain, chain);
        }

        if (NoIommu.Holds(state.Index, device))
        {
            return NoIommu.Attach(state, device, domain, chain);
        }

        if (NoIommu.RefusalOfOthers(state, device, domain) is { } mixed)
        {
            return Answer.Refused(state, Errno.Eperm, [.. chain, mixed]);
        }

        return place.Domain == domain.Name
            ? Answer.Done(
                state.Opened(device.Name),
                [
                    .. chain,
                    new Reason(
                        $"its IOMMU group is in this container already; {device.Name} only has to be opened",
                        GroupUse.ContainerSource(state, device)
                    ),
                ]
            )
            : AttachGroup(state, device, domain, chain);
    }

    private static Answer AttachGroup(KernelState state, Device device, Domain domain, ImmutableArray<Reason> bound)
    {
        var (claimErrno, claim) = GroupOwnership.Claim(state, device);
        if (claimErrno is not null)
        {
            return Answer.Refused(state, claimErrno, [.. bound, .. claim]);
        }

        if (
            (
                ContainerTypes.Refusal(state.Index, device) is { } noType
                    ? (Errno.Enodev, noType)
                    : SoleAperture.Refusal(state, device)
            ) is
            { } refusal
        )
        {
            return Answer.Refused(state, refusal.Errno, [.. bound, .. claim, refusal.Why]);
        }

        var left = LeaveDomain.Run(state, device);
        if (left.Errno is not null)
        {
            return Answer.Refused(state, left.Errno, [.. bound, .. claim, .. left.Chain]);
        }

        var group = TopologyIndex.GroupKey(device);
        var type1 = Type1.AttachGroup(state.Index, domain, left.State.TablesOf(domain.Name), group);
        ImmutableArray<Reason> chain = [.. bound, .. claim, .. left.Chain, .. type1.Chain];
        if (type1.Errno is not null)
        {
            return Answer.Refused(state, type1.Errno, chain);
        }

        var (openErrno, open) = GroupOwnership.OpenDevice(state, device);
        if (openErrno is not null)
        {
            return Answer.Refused(state, openErrno, [.. chain, .. open]);
        }

        var attached = left
            .State.WithTables(domain.Name, type1.Tables)
            .WithGroupIn(state.Index.GroupOf(device), domain.Name);
        return Answer.Done(attached.Opened(device.Name), chain);
    }
}
