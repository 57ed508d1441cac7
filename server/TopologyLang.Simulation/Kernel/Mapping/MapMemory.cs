using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.DeviceFiles;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Vfio;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Mapping;

/// <summary>
/// <c>map S</c> and <c>unmap S</c>: the VMM maps the guest's memory, or what the domain lists, into a container or an
/// IOAS, all of it at once. Without a statement of that kind it is taken to have done so when the first device was
/// attached.
/// </summary>
internal static class MapMemory
{
    private sealed record Sources(string Map, string Exists, string Unmap);

    public static Answer Map(KernelState state, string name) =>
        Outside(state, name) is { } outside ? Answer.NotKnown(state.WithUnknownMapping(name, outside), outside)
        : Refused(state, name) is { } refused ? refused
        : WithoutDriver(state, name) is { } why ? Answer.NotKnown(state.WithUnknownMapping(name, why), why)
        : MapRules.Refusal(state.Index.Domain(name)) is { } unpinned ? Answer.Refused(state, Errno.Efault, unpinned)
        // Whether it was there already or not, it is afterwards.
        : state.UnknownMappings.TryGetValue(name, out var unknown)
            ? Answer.NotKnown(state.WithMapping(name, true), unknown)
        : Mapped(state, name);

    private static Answer Mapped(KernelState state, string name) =>
        IsMapped(state, name)
            ? Exists(state, name)
            : Answer.Done(
                state.WithMapping(name, true),
                [
                    .. MapRules.OfMapping(state.Index.Domain(name)),
                    .. FlushRules.Of(state, name),
                    new Reason($"{Memory(state, name)} mapped in {name}", SourcesOf(state, name).Map),
                ]
            );

    /// <summary>For every device, where each has mappings of its own.</summary>
    private static bool IsMapped(KernelState state, string name) =>
        state.Mappings.TryGetValue(name, out var mapped)
        && mapped
        && !state.Devices.Values.Any(place => place.Domain == name && place.CameAfterMap);

    private static Answer Exists(KernelState state, string name) =>
        Answer.Refused(
            state,
            Errno.Eexist,
            new Reason($"{Memory(state, name)} mapped in {name} already", SourcesOf(state, name).Exists)
        );

    /// <summary>Whatever the kernel answers, nothing is mapped afterwards.</summary>
    public static Answer Unmap(KernelState state, string name) =>
        Outside(state, name) is { } outside ? Answer.NotKnown(state.WithMapping(name, false), outside)
        : Refused(state, name) is { } refused ? refused
        : WithoutDriver(state, name) is { } why ? Answer.NotKnown(state.WithMapping(name, false), why)
        : IsIoas(state, name) && state.UnknownMappings.TryGetValue(name, out var unknown)
            ? Answer.NotKnown(state.WithMapping(name, false), unknown)
        : Unmapped(state, name);

    private static Answer Unmapped(KernelState state, string name) =>
        (
            state.Maps(name) || state.UnknownMappings.ContainsKey(name)
                ? Answer.Done(
                    state.WithMapping(name, false),
                    [
                        .. FlushRules.Of(state, name),
                        new Reason(
                            $"nothing is mapped in {name} any more, and every request of its devices faults",
                            SourcesOf(state, name).Unmap
                        ),
                    ]
                )
            : IsIoas(state, name)
                ? Answer.Refused(
                    state,
                    Errno.Enoent,
                    new Reason($"nothing is mapped in {name}", SourcesOf(state, name).Unmap)
                )
            : Answer.Done(
                state,
                new Reason($"nothing is mapped in {name}: 0 bytes are unmapped", SourcesOf(state, name).Unmap)
            )
        );

    private static string Memory(KernelState state, string name) =>
        state.Index.Domain(name).Map.IsEmpty ? "the guest's memory is" : "the listed ranges are";

    private static Reason? Outside(KernelState state, string name)
    {
        var domain = state.Index.Domain(name);
        return MapRules.Outside(state.Index.Host(domain.Host), domain);
    }

    /// <summary>Why it is not known whether there is a device, without which nobody can map; null: it is.</summary>
    private static Reason? WithoutDriver(KernelState state, string name) =>
        state.Index.Domain(name).LosesMappings && !HasDevice(state, name) ? Uncertainty.OfDomain(state, name) : null;

    private static bool HasDevice(KernelState state, string name) =>
        state.Devices.Values.Any(place => place.Domain == name && place.Unknown is null);

    private static Answer? Refused(KernelState state, string name)
    {
        var domain = state.Index.Domain(name);
        var kernel = state.Index.Host(domain.Host).Kernel;
        if (!domain.IsOfUser && domain.Api != DomainApi.VhostVdpa)
        {
            return Answer.Refused(
                state,
                Errno.Einval,
                new Reason(
                    (
                        domain.Api == DomainApi.Sva
                            ? $"{name} is the address space of a process, which maps what the process maps; "
                            : $"{name} is the host's own: its drivers map through the DMA API, and nobody else can; "
                    ) + "map a vfio_type1, iommufd or vhost_vdpa domain"
                )
            );
        }

        if (domain.Parent is { } parent)
        {
            return Answer.Refused(
                state,
                Errno.Enoent,
                new Reason(
                    $"{name} is nested and maps nothing itself: the guest's memory is mapped in its parent {parent}",
                    "drivers/iommu/iommufd/ioas.c:iommufd_get_ioas"
                )
            );
        }

        if (IsIoas(state, name))
        {
            return kernel >= DevIommu.Since
                ? null
                : Answer.Refused(state, Errno.Enoent, DevIommu.Missing(kernel, name));
        }

        if (NoIommu.IsUsedBy(state, name))
        {
            return Answer.Refused(
                state,
                Errno.Enotty,
                new Reason(
                    $"{name} holds devices without an IOMMU: its driver can map nothing",
                    "drivers/vfio/container.c:vfio_noiommu_ioctl"
                )
            );
        }

        return HasDevice(state, name) || Uncertainty.OfDomain(state, name) is not null ? null
            : domain.Api == DomainApi.VhostVdpa
                ? Answer.Refused(
                    state,
                    Errno.Ebadf,
                    new Reason(
                        $"no device is attached to {name}: no file of vhost-vdpa is open through which the VMM could "
                            + "map",
                        "drivers/vhost/vdpa.c:vhost_vdpa_open"
                    )
                )
            : Answer.Refused(
                state,
                Errno.Einval,
                new Reason(
                    $"no device is attached to {name}: a container without a group has no IOMMU driver that could map",
                    kernel >= new KernelVersion(6, 2)
                        ? "drivers/vfio/container.c:vfio_fops_unl_ioctl"
                        : "drivers/vfio/vfio.c:vfio_fops_unl_ioctl"
                )
            );
    }

    private static bool IsIoas(KernelState state, string name) => state.Index.Domain(name).Api == DomainApi.Iommufd;

    private static Sources SourcesOf(KernelState state, string name) =>
        state.Index.Domain(name).Api switch
        {
            DomainApi.Iommufd => new(
                "drivers/iommu/iommufd/ioas.c:iommufd_ioas_map",
                "drivers/iommu/iommufd/io_pagetable.c:iopt_check_iova",
                "drivers/iommu/iommufd/ioas.c:iommufd_ioas_unmap"
            ),
            DomainApi.VhostVdpa => new(
                "drivers/vhost/vdpa.c:vhost_vdpa_map",
                "drivers/vhost/vdpa.c:vhost_vdpa_process_iotlb_update",
                "drivers/vhost/vdpa.c:vhost_vdpa_unmap"
            ),
            _ => new(
                "drivers/vfio/vfio_iommu_type1.c:vfio_iommu_map",
                "drivers/vfio/vfio_iommu_type1.c:vfio_dma_do_map",
                "drivers/vfio/vfio_iommu_type1.c:vfio_dma_do_unmap"
            ),
        };
}
