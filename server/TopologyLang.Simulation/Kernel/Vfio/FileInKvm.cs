using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.DeviceFiles;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Vfio;

/// <summary>
/// KVM holds a reference to each file that it was given, so a file stays open when the VMM closes it and does not take
/// it out of kvm-vfio. Since 6.6 a device is opened by its own file or by its group's, never by both. Source:
/// virt/kvm/vfio.c:kvm_vfio_file_add.
/// </summary>
internal static class FileInKvm
{
    /// <summary>
    /// Before, KVM kept a reference to the group, and its container could not be unset
    /// (kvm_vfio_group_get_external_user). Source: virt/kvm/vfio.c:kvm_vfio_group_add.
    /// </summary>
    private static readonly KernelVersion HoldsFile = new(5, 19);

    /// <summary>Why the device cannot be opened for the domain; null where no file in KVM is in the way.</summary>
    public static (string Errno, Reason Why)? Conflict(KernelState state, Device device, Domain wanted)
    {
        var key = TopologyIndex.GroupKey(device);
        List<(string Guest, RegisteredFile File)> files =
        [
            .. from guest in state.Guests
            from file in guest.Value.Files
            where file.Group == key
            select (guest.Key, file),
        ];
        return OfOtherVmm(state, device, wanted, files)
            ?? (
                state.Index.HostOf(device).Kernel < DeviceFile.Since
                    ? null
                    : OfOtherFile(state, device, wanted, files.ConvertAll(one => one.File))
            );
    }

    /// <summary>
    /// A VMM that keeps its group file in KVM can use it again itself, but the file is not released, and nobody else
    /// can open it.
    /// </summary>
    private static (string Errno, Reason Why)? OfOtherVmm(
        KernelState state,
        Device device,
        Domain wanted,
        List<(string Guest, RegisteredFile File)> files
    )
    {
        var kernel = state.Index.HostOf(device).Kernel;
        var byGroupFile = wanted.Api == DomainApi.VfioType1 || kernel < DeviceFile.Since;
        return
            kernel >= HoldsFile
            && byGroupFile
            && files
                .Where(one => !one.File.OfDevice && DomainUser.IsAnother(state.Index, one.Guest, wanted.Name))
                .Select(one => one.Guest)
                .Order(StringComparer.Ordinal)
                .FirstOrDefault()
                is { } holder
            ? (
                Errno.Ebusy,
                new Reason(
                    $"the KVM of {holder} keeps the group file of {device.Name} open until the VMM takes it out of "
                        + $"kvm-vfio, so the user of {wanted.Name} cannot open it",
                    GroupFile.OpenSource(state, device),
                    HoldsFile
                )
            )
            : null;
    }

    private static (string Errno, Reason Why)? OfOtherFile(
        KernelState state,
        Device device,
        Domain wanted,
        List<RegisteredFile> files
    )
    {
        return wanted.Api == DomainApi.VfioType1
            ? files.FirstOrDefault(file => file.OfDevice && IsBound(state, file.Devices[0])) is { } own
                ? (
                    Errno.Ebusy,
                    Kept(
                        $"the file of {own.Devices[0]}",
                        "so the group file cannot be opened",
                        "drivers/vfio/group.c:vfio_group_fops_open"
                    )
                )
                : null
            : files.Exists(file => !file.OfDevice)
                ? (
                    Errno.Ebusy,
                    Kept(
                        $"the group file of {device.Name}",
                        "so no device of the group can be opened by its own file",
                        "drivers/vfio/group.c:vfio_device_block_group"
                    )
                )
                : files.Exists(file => file.Devices.Contains(device.Name)) && IsBound(state, device.Name)
                    ? (
                        Errno.Einval,
                        Kept(
                            $"the file of {device.Name}",
                            $"so the device stays bound to the iommufd of "
                                + $"{state.Devices[device.Name].Domain}, and it can be opened once",
                            "drivers/vfio/vfio_main.c:vfio_df_open"
                        )
                    )
                    : null;
    }

    private static Reason Kept(string file, string consequence, string source) =>
        new($"KVM keeps {file} open until the VMM takes it out of kvm-vfio, {consequence}", source, DeviceFile.Since);

    private static bool IsBound(KernelState state, string device) =>
        state.Devices[device].Domain is { } domain && state.Index.Domain(domain).Api == DomainApi.Iommufd;
}
