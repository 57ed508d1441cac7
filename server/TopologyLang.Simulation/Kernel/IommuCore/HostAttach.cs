using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Sva;
using TopologyLang.Simulation.Kernel.Vfio;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.IommuCore;

/// <summary>
/// <c>attach D to S</c> for the domains that the host keeps for its own drivers: DMA API, identity, blocked, and a
/// process's address space.
/// </summary>
internal static class HostAttach
{
    private static readonly KernelVersion RefusesDirectMappings = new(6, 6);

    public static Answer Run(KernelState state, Device device, Domain domain)
    {
        if (state.Devices[device.Name].Domain == domain.Name)
        {
            return Answer.Done(state, new Reason($"{device.Name} is in {domain.Name} already: nothing is to be done"));
        }

        if (device.MdevOf is not null)
        {
            return Answer.Refused(
                state,
                Errno.Enodev,
                new Reason(
                    $"{device.Name} is a mediated device: the IOMMU knows its parent {device.MdevOf} only",
                    "drivers/iommu/iommu.c:iommu_attach_device"
                )
            );
        }

        if (
            domain.Api == DomainApi.Identity
            && UnitContext.Of(state.Index, device) is { } behind
            && SnpIdentity.Unknown(behind) is { } unread
        )
        {
            return Answer.NotKnown(Uncertainty.Moved(state, device, domain.Name, unread), unread);
        }

        var (errno, allowed) = domain.Api switch
        {
            DomainApi.Identity => Identity(state.Index, device),
            DomainApi.Blocked => Blocked(state.Index, device),
            DomainApi.Sva => SvaBind.Of(state.Index, device),
            DomainApi.DmaApi when DefaultType.RefusesDmaApi(state.Index, device) is { } demanded => demanded,
            _ => (
                null,
                new Reason(
                    "the DMA API uses the default domain and asks for no enforcement",
                    "drivers/iommu/dma-iommu.c:iommu_setup_dma_ops"
                )
            ),
        };
        if (errno is not null)
        {
            return Answer.Refused(state, errno, allowed);
        }

        if (HeldByVfio(state, device) is { } other)
        {
            return state.Index.HostOf(device).Kernel < new KernelVersion(5, 19)
                ? Stopped(
                    state,
                    device,
                    new Reason(
                        $"{other.Name} of the same IOMMU group is with VFIO: kernels before 5.19 stop with a BUG here, "
                            + "and nothing is known of what comes after",
                        "drivers/vfio/vfio.c:vfio_iommu_group_notifier"
                    )
                )
                : Answer.Refused(
                    state,
                    Errno.Ebusy,
                    allowed,
                    new Reason(
                        $"{other.Name} of the same IOMMU group belongs to VFIO",
                        "drivers/iommu/iommu.c:iommu_device_use_default_domain",
                        new(5, 19)
                    )
                );
        }

        var left = LeaveDomain.Run(state, device);
        if (left.Errno is not null)
        {
            return Answer.Refused(state, left.Errno, [allowed, .. left.Chain]);
        }

        var there = left.State.WithGroupIn(state.Index.GroupOf(device), domain.Name);
        return Answer.Done(
            there.WithDevice(device.Name, there.Devices[device.Name] with { RegisteredWithVfio = false }),
            [.. left.Chain, allowed]
        );
    }

    /// <summary>Of the whole host, and of what runs on it, nothing is known from here on.</summary>
    private static Answer Stopped(KernelState state, Device device, Reason why)
    {
        var (index, topology) = (state.Index, state.Index.Topology);
        bool RunsOn(string host) => index.RunsOn(index.Host(host), device.Host);
        return Answer.NotKnown(
            Doubts.Add(
                state,
                [.. topology.Devices.Where(d => RunsOn(d.Host)).Select(d => d.Name)],
                [.. topology.Domains.Where(d => RunsOn(d.Host)).Select(d => d.Name)],
                [.. topology.Guests.Where(g => RunsOn(g.Host)).Select(g => g.Name)],
                why
            ),
            why
        );
    }

    private static (string? Errno, Reason Reason) Identity(TopologyIndex index, Device device)
    {
        if (UnitContext.Of(index, device) is not { } unit)
        {
            return (null, new Reason($"no IOMMU is in front of {device.Name}: it is untranslated anyway"));
        }

        if (DefaultType.RefusesIdentity(index, unit) is { } refused)
        {
            return refused;
        }

        if (SnpIdentity.Refuses(unit) is { } encrypted)
        {
            return encrypted;
        }

        if (MissingIdentity.Of(unit) is { } missing)
        {
            return missing;
        }

        if (unit.Unit is not { Model: IommuModel.IntelVtd, PassThrough: false })
        {
            return (
                null,
                new Reason(
                    "identity passes requests through untranslated",
                    "drivers/iommu/iommu.c:iommu_group_store_type"
                )
            );
        }

        return unit.Host.Kernel >= DefaultType.NeedsPassThrough
            ? (
                Errno.Einval,
                new Reason(
                    $"the unit {unit.Unit.Name} has no pass-through (ECAP.PT), so the driver allows the DMA API only",
                    "drivers/iommu/intel/iommu.c:device_def_domain_type",
                    DefaultType.NeedsPassThrough
                )
            )
            : (
                null,
                new Reason(
                    $"the unit {unit.Unit.Name} has no pass-through (ECAP.PT): identity is a page table that maps 1:1, "
                        + "without SNP",
                    "drivers/iommu/intel/iommu.c:si_domain_init"
                )
            );
    }

    private static (string? Errno, Reason Reason) Blocked(TopologyIndex index, Device device)
    {
        if (UnitContext.Of(index, device) is null)
        {
            return (
                Errno.Enodev,
                new Reason(
                    $"no IOMMU is in front of {device.Name}: nothing could block it",
                    "drivers/iommu/iommu.c:iommu_attach_device"
                )
            );
        }

        return
            index.HostOf(device).Kernel >= RefusesDirectMappings
            && GroupOwnership.DirectMapped(index, device) is { } direct
            ? (
                Errno.Einval,
                new Reason(
                    $"the firmware demands a 1:1 mapping for {direct.Name} (RMRR, IVMD)",
                    "drivers/iommu/iommu.c:__iommu_device_set_domain",
                    RefusesDirectMappings
                )
            )
            : (
                null,
                new Reason(
                    "a blocked domain maps nothing: every request faults",
                    "drivers/iommu/iommu.c:__iommu_device_set_domain"
                )
            );
    }

    private static Device? HeldByVfio(KernelState state, Device device) =>
        state
            .Index.GroupOf(device)
            .FirstOrDefault(d =>
                d.Name != device.Name && state.Devices[d.Name].RegisteredWithVfio && GroupUse.IsWithUser(state, d)
            );
}
