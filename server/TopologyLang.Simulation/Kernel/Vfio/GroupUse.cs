using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.DeviceFiles;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Vfio;

/// <summary>An IOMMU group has one user at a time, and a device is opened by one.</summary>
internal static class GroupUse
{
    public static bool IsWithUser(KernelState state, Device device) =>
        state.Devices[device.Name].Domain is { } domain && state.Index.Domain(domain).IsOfUser;

    /// <summary>Why the device cannot get to the domain; null where nothing of the kind is in the way.</summary>
    public static (string Errno, Reason Why)? Conflict(KernelState state, Device device, Domain wanted)
    {
        var place = state.Devices[device.Name];
        var byDeviceFile = state.Index.HostOf(device).Kernel >= DeviceFile.Since;
        if (place.Domain == wanted.Name)
        {
            return place.RegisteredWithVfio ? OpenAlready(state, device, wanted, byDeviceFile) : null;
        }

        if (FileInKvm.Conflict(state, device, wanted) is { } kept)
        {
            return kept;
        }

        var other = IsWithUser(state, device)
            ? state
                .Index.GroupOf(device)
                .FirstOrDefault(d => d.Name != device.Name && state.Devices[d.Name].RegisteredWithVfio)
            : null;
        return other is null
            ? null
            : (state.Index.Domain(place.Domain!).Api, wanted.Api, byDeviceFile) switch
            {
                (DomainApi.VfioType1, DomainApi.Iommufd, true) => (
                    Errno.Ebusy,
                    new Reason(
                        $"the group file is open for {other.Name}, so no device of the group can be opened by its own "
                            + "file",
                        "drivers/vfio/group.c:vfio_device_block_group",
                        DeviceFile.Since
                    )
                ),
                (DomainApi.Iommufd, DomainApi.VfioType1, true) => (
                    Errno.Ebusy,
                    new Reason(
                        $"{other.Name} is open by its own file, so the group file cannot be opened",
                        "drivers/vfio/group.c:vfio_group_fops_open",
                        DeviceFile.Since
                    )
                ),
                (DomainApi.Iommufd, DomainApi.Iommufd, true) => (
                    Errno.Eperm,
                    new Reason(
                        $"{other.Name} of the same IOMMU group belongs to the iommufd of {place.Domain}",
                        "drivers/iommu/iommu.c:iommu_device_claim_dma_owner",
                        new KernelVersion(6, 2)
                    )
                ),
                _ when DomainUser.IsSame(state.Index, place.Domain!, wanted.Name) => (
                    Errno.Einval,
                    new Reason(
                        $"{other.Name} is used through {place.Domain}, and an IOMMU group is in one container or "
                            + "iommufd at a time",
                        ContainerSource(state, device)
                    )
                ),
                _ => (
                    Errno.Ebusy,
                    new Reason(
                        $"the group file is open for {other.Name} in {place.Domain}, and it can be opened once: the "
                            + $"user of {wanted.Name} cannot open it",
                        GroupFile.OpenSource(state, device)
                    )
                ),
            };
    }

    public static string ContainerSource(KernelState state, Device device) =>
        state.Index.HostOf(device).Kernel >= new KernelVersion(6, 2)
            ? "drivers/vfio/group.c:vfio_group_ioctl_set_container"
            : "drivers/vfio/vfio.c:vfio_group_set_container";

    private static (string, Reason) OpenAlready(KernelState state, Device device, Domain domain, bool byDeviceFile) =>
        domain.Api == DomainApi.Iommufd && byDeviceFile
            ? (
                Errno.Einval,
                new Reason(
                    $"the file of {device.Name} is open already, and it can be opened once",
                    "drivers/vfio/vfio_main.c:vfio_df_open",
                    DeviceFile.Since
                )
            )
            : (
                Errno.Einval,
                new Reason(
                    $"the IOMMU group of {device.Name} is in this {(domain.Api == DomainApi.Iommufd ? "iommufd"
                : "container")} already",
                    ContainerSource(state, device)
                )
            );
}
