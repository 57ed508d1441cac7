using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.DeviceFiles;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Vfio;

/// <summary>
/// VFIO without an IOMMU (the module parameter enable_unsafe_noiommu_mode): the container's driver maps nothing, and
/// the kernel is tainted. Source: drivers/vfio/container.c:vfio_noiommu_ops; before 6.2 drivers/vfio/vfio.c.
/// </summary>
internal static class NoIommu
{
    private const string NoIommuMode = "drivers/iommu/iommufd/vfio_compat.c:iommufd_vfio_compat_set_no_iommu";

    private static readonly KernelVersion TakesIommufd = new(6, 3);
    private static readonly KernelVersion HasIoas = new(7, 3);

    public static bool Holds(TopologyIndex index, Device device) =>
        index.HostOf(device).NoIommuMode && device is { Iommu: null, MdevOf: null };

    /// <summary>
    /// An IOMMU of the device's bus, which makes kernels before 5.19 refuse it; null where nothing is in the way. Not
    /// in 5.19.0.
    /// </summary>
    public static Iommu? OtherUnit(TopologyIndex index, Device device) =>
        index.HostOf(device) is var host && host.Kernel < new KernelVersion(5, 19)
            ? index
                .UnitsOf(host.Name)
                .FirstOrDefault(unit =>
                    unit.Model != IommuModel.Hyperv && DriverTable.Find(unit.Model).IsIn(host.Kernel)
                )
            : null;

    /// <summary>The domain's user works without an IOMMU: so does every device in it.</summary>
    public static bool IsUsedBy(KernelState state, string domain) =>
        state.Index.Host(state.Index.Domain(domain).Host).NoIommuMode
        && state.Index.Domain(domain).IsOfUser
        && state.Index.Topology.Devices.Any(d => state.Devices[d.Name].Domain == domain && Holds(state.Index, d));

    public static Answer Attach(KernelState state, Device device, Domain domain, ImmutableArray<Reason> registered)
    {
        var kernel = state.Index.HostOf(device).Kernel;
        if (domain.Api == DomainApi.Iommufd)
        {
            return kernel >= HasIoas ? AttachToIoas(state, device, domain, registered)
                : kernel >= DeviceFile.Since
                    ? Answer.Refused(
                        state,
                        Errno.Enoent,
                        [
                            .. registered,
                            new Reason(
                                $"{device.Name} gets no file of its own without an IOMMU, so it cannot be bound to an "
                                    + "iommufd",
                                "drivers/vfio/vfio.h:vfio_device_add",
                                DeviceFile.Since
                            ),
                        ]
                    )
                : AttachToIommufd(state, device, domain, registered);
        }

        return HasTranslated(state, domain)
            ? Answer.Refused(
                state,
                Errno.Eperm,
                [
                    .. registered,
                    new Reason(
                        $"{domain.Name} holds devices behind an IOMMU, and a container does not mix the two",
                        Source(kernel)
                    ),
                ]
            )
            : TablelessAttach.Run(
                state,
                device,
                domain,
                registered,
                new Reason(
                    $"the container takes the driver for VFIO_NOIOMMU_IOMMU: it maps nothing, and {device.Name} is not "
                        + "translated",
                    Source(kernel)
                )
            );
    }

    /// <summary>
    /// The device is bound by its own file (/dev/vfio/devices/noiommu-vfioN) and really gets an IOAS, whose table is
    /// one of software: the IOMMU that is not there walks nothing, and the VMM programs the device with physical
    /// addresses.
    /// </summary>
    private static Answer AttachToIoas(
        KernelState state,
        Device device,
        Domain domain,
        ImmutableArray<Reason> registered
    ) =>
        TablelessAttach.Run(
            state,
            device,
            domain,
            registered,
            new Reason(
                $"{device.Name} is bound without an IOMMU (which needs CAP_SYS_RAWIO): {domain.Name} keeps a table of "
                    + "software for it, nothing walks that, and the device gets physical addresses "
                    + "(IOMMU_IOAS_NOIOMMU_GET_PA)",
                "drivers/iommu/iommufd/device.c:iommufd_bind_noiommu; drivers/iommu/iommufd/hwpt_noiommu.c",
                HasIoas
            )
        );

    /// <summary>
    /// From 6.3 to 6.5 the group's file takes an iommufd for a container, which then has no IOAS at all; 6.2 takes no
    /// such device.
    /// </summary>
    private static Answer AttachToIommufd(
        KernelState state,
        Device device,
        Domain domain,
        ImmutableArray<Reason> registered
    ) =>
        state.Index.HostOf(device).Kernel < TakesIommufd
            ? Answer.Refused(
                state,
                Errno.Einval,
                [
                    .. registered,
                    new Reason(
                        $"no IOMMU is in front of {device.Name}, so iommufd does not bind it: the iommufd of "
                            + $"{DevIommu.Since} knows no devices without one",
                        "drivers/vfio/iommufd.c:vfio_iommufd_bind; drivers/iommu/iommufd/device.c:iommufd_device_bind"
                    ),
                ]
            )
        : HasTranslated(state, domain)
            ? Answer.Refused(
                state,
                Errno.Einval,
                [
                    .. registered,
                    new Reason(
                        $"{domain.Name} holds devices behind an IOMMU, and an iommufd that stands for a container does "
                            + "not mix the two",
                        NoIommuMode
                    ),
                ]
            )
        : TablelessAttach.Run(
            state,
            device,
            domain,
            registered,
            new Reason(
                $"the iommufd stands for a container without an IOMMU: it has no IOAS, and {device.Name} is not "
                    + "translated",
                NoIommuMode
            )
        );

    private static bool HasTranslated(KernelState state, Domain domain) =>
        state.Index.Topology.Devices.Any(d => state.Devices[d.Name].Domain == domain.Name && !Holds(state.Index, d));

    /// <summary>The other way round; null where nothing is in the way.</summary>
    public static Reason? RefusalOfOthers(KernelState state, Device device, Domain domain) =>
        IsUsedBy(state, domain.Name)
            ? new Reason(
                $"{domain.Name} holds devices without an IOMMU, and a container does not mix the two",
                domain.Api == DomainApi.Iommufd
                    ? "drivers/iommu/iommufd/vfio_compat.c:iommufd_vfio_compat_ioas_create"
                    : Source(state.Index.HostOf(device).Kernel)
            )
            : null;

    private static string Source(KernelVersion kernel) =>
        kernel >= new KernelVersion(6, 2)
            ? "drivers/vfio/container.c:vfio_container_attach_group"
            : "drivers/vfio/vfio.c:vfio_group_set_container";
}
