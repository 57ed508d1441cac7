using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.KvmVfio;

/// <summary>
/// <c>kvm remove D from G</c>: the VMM takes the file back. Source: virt/kvm/vfio.c:kvm_vfio_file_del.
/// </summary>
internal static class KvmRemove
{
    private const string Source = "virt/kvm/vfio.c:kvm_vfio_file_del";

    public static Answer Run(KernelState state, string deviceName, string guestName)
    {
        var guest = state.Guests[guestName];
        if (guest.Files.FirstOrDefault(f => f.Devices.Contains(deviceName)) is not { } file)
        {
            return Answer.Refused(
                state,
                Errno.Enoent,
                new Reason($"{deviceName} is not registered with the KVM of {guestName}", Source)
            );
        }

        if (file.Devices.Length > 1)
        {
            var shared = guest.Files.Replace(file, file with { Devices = file.Devices.Remove(deviceName) });
            return Answer.Done(
                state.WithGuest(guestName, guest with { Files = shared }),
                new Reason(
                    "the file of its IOMMU group stays with KVM for another device: the VMM makes no call, and KVM "
                        + "does not ask again"
                )
            );
        }

        var (updated, chain) = Coherency.Update(state, guestName, guest.Files.Remove(file));
        return Answer.Done(state.WithGuest(guestName, updated), chain);
    }
}
