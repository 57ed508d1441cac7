using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.DeviceFiles;
using TopologyLang.Simulation.Kernel.Kvm;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Vfio;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.KvmVfio;

/// <summary><c>kvm add D to G</c>: the VMM gives the VFIO file of the device or of its group to KVM. Source:
/// virt/kvm/vfio.c:kvm_vfio_file_add.</summary>
internal static class KvmAdd
{
    public static Answer Run(KernelState state, string deviceName, string guestName)
    {
        var device = state.Index.Device(deviceName);
        if (KvmSupport.Missing(state.Index.HostOf(device)) is { } missing)
        {
            return Answer.Refused(
                state,
                Errno.Enoent,
                missing,
                new Reason("there is no /dev/kvm that the VMM could open")
            );
        }

        var kernel = state.Index.HostOf(device).Kernel;
        var (errno, bound) = Registration.Of(state.Index, device);
        if (errno is not null)
        {
            return Answer.Refused(
                state,
                Errno.Ebadf,
                [
                    .. bound,
                    new Reason(
                        $"VFIO does not take {deviceName}, so there is no file of it that could be passed to KVM",
                        "virt/kvm/vfio.c:kvm_vfio_file_add"
                    ),
                ]
            );
        }

        if (state.Devices[deviceName].Domain is { } domain && !state.Index.Domain(domain).IsOfUser)
        {
            return Answer.Refused(
                state,
                Errno.Ebadf,
                new Reason(
                    $"{deviceName} is with the host in {domain}, not with VFIO, so there is no VFIO file that could be "
                        + "passed",
                    "virt/kvm/vfio.c:kvm_vfio_file_add"
                )
            );
        }

        var guest = state.Guests[guestName];
        var group = TopologyIndex.GroupKey(device);
        var ofDevice = UsesDeviceFile(state, device, guestName);
        if (
            guest.Files.FirstOrDefault(f =>
                f.Group == group && f.OfDevice == ofDevice && (!ofDevice || f.Devices.Contains(deviceName))
            ) is
            { } file
        )
        {
            return AddToKnownGroup(state, guestName, deviceName, file);
        }

        if (kernel < new KernelVersion(5, 19) && FileCoherency.ContainerOf(state, state.Index.GroupOf(device)) is null)
        {
            return Answer.Refused(
                state,
                Errno.Einval,
                new Reason(
                    $"the group of {deviceName} is in no container yet; kernels before 5.19 need one here",
                    "drivers/vfio/vfio.c:vfio_group_add_container_user"
                )
            );
        }

        if (kernel < new KernelVersion(5, 19) && NoIommu.Holds(state.Index, device))
        {
            return Answer.Refused(
                state,
                Errno.Eperm,
                new Reason(
                    $"the group of {deviceName} is in a container and has no IOMMU; kernels before 5.19 refuse it here",
                    "drivers/vfio/vfio.c:vfio_group_add_container_user"
                )
            );
        }

        var registered = state.WithDevice(deviceName, state.Devices[deviceName] with { RegisteredWithVfio = true });
        var (updated, chain) = Coherency.Update(
            registered,
            guestName,
            [.. guest.Files, Coherency.Asked(registered, group, [deviceName], ofDevice)]
        );
        return Answer.Done(registered.WithGuest(guestName, updated), chain);
    }

    /// <summary>
    /// A VMM opens a device that it gives to an iommufd by the device's own file, as soon as the kernel has one.
    /// </summary>
    private static bool UsesDeviceFile(KernelState state, Device device, string guest)
    {
        var domain =
            state.Devices[device.Name].Domain
            ?? state
                .Index.Guest(guest)
                .Assign.Where(a => a.Device == device.Name)
                .Select(a => a.Domain)
                .FirstOrDefault();
        return domain is not null
            && state.Index.Domain(domain).Api == DomainApi.Iommufd
            && state.Index.HostOf(device).Kernel >= DeviceFile.Since;
    }

    /// <summary>A VMM adds the file of a group once, for all devices of the group.</summary>
    private static Answer AddToKnownGroup(KernelState state, string guestName, string deviceName, RegisteredFile file)
    {
        if (file.Devices.Contains(deviceName))
        {
            return Answer.Refused(
                state,
                Errno.Eexist,
                new Reason(
                    $"the file of {deviceName} is registered with KVM already",
                    "virt/kvm/vfio.c:kvm_vfio_file_add"
                )
            );
        }

        var guest = state.Guests[guestName];
        var files = guest.Files.Replace(file, file with { Devices = file.Devices.Add(deviceName) });
        var next = state
            .WithGuest(guestName, guest with { Files = files })
            .WithDevice(deviceName, state.Devices[deviceName] with { RegisteredWithVfio = true });
        return Answer.Done(
            next,
            new Reason(
                $"the file of its IOMMU group is with KVM already for {file.Devices[0]}: the VMM makes no call, and "
                    + "KVM does not ask again"
            )
        );
    }
}
