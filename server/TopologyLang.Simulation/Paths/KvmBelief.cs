using TopologyLang.Simulation.Kernel.KvmVfio;
using TopologyLang.Simulation.Kernel.Nesting;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>KVM takes a guest's DMA as coherent, and a device of the guest can bypass the caches.</summary>
internal static class KvmBelief
{
    private const string Update = "virt/kvm/vfio.c:kvm_vfio_update_coherency";
    private const string Alloc = "drivers/iommu/iommufd/hw_pagetable.c:iommufd_hwpt_paging_alloc";

    private static readonly KernelVersion ByCapability = new(6, 2);
    private static readonly KernelVersion ByFile = new(5, 19);

    /// <param name="unblocked">By name, since of many devices a guest holds few.</param>
    public static IEnumerable<BeliefMismatch> Of(
        KernelState state,
        string guest,
        Dictionary<string, BeliefSubject> unblocked
    )
    {
        // Only KVM of x86 asks: elsewhere kvm_arch_register_noncoherent_dma() is empty (include/linux/kvm_host.h).
        var host = state.Index.Host(state.Index.Guest(guest).Host);
        if (host.Architecture != Architecture.X86_64)
        {
            return [];
        }

        var held = state.DevicesOf(guest).Where(unblocked.ContainsKey).ToList();
        if (held.Count == 0 || state.GuestOf(guest) is not { Unknown: null } kvm)
        {
            return [];
        }

        var subjects = held.Where(d => state.Holds(guest, d)).Select(d => unblocked[d]);
        return kvm.NoncoherentDma
            ? subjects
                .Where(d => MakerOf(state, d.Device) is not null && IsTakenAsBlocked(state, guest, d.Device))
                .Select(d => Promised(state, guest, kvm, d))
            : subjects.Select(d => Believed(state, host, guest, kvm, d));
    }

    private static BeliefMismatch Believed(
        KernelState state,
        Host host,
        string guest,
        GuestState kvm,
        BeliefSubject subject
    )
    {
        var device = subject.Device;
        var maker = MakerOf(state, device);
        var (why, function) = Why(state, guest, device);
        return new BeliefMismatch(
            device.Name,
            subject.State.Domain,
            guest,
            why is null
                ? $"KVM does not know of {device.Name} and takes all DMA of {guest} as coherent"
                : $"KVM takes all DMA of {guest} as coherent ({why})",
            $"no-snoop of {device.Name} is possible and not blocked{WhoseTable(maker)}",
            [.. subject.Box.Chain, .. kvm.WbinvdChain]
        )
        {
            Function = maker is null ? function : $"{function}; {Alloc}",
            Versions =
                maker is not null ? "since 6.7"
                : why is null ? BeliefMismatch.EveryVersion
                : host.Kernel >= ByCapability ? "since 6.2"
                : host.Kernel >= ByFile ? "from 5.19 to 6.1"
                : "before 5.19",
        };
    }

    /// <summary>
    /// As long as the other device is registered the guest's wbinvd works; that depends on a device that has nothing to
    /// do with it.
    /// </summary>
    private static BeliefMismatch Promised(KernelState state, string guest, GuestState kvm, BeliefSubject subject)
    {
        var (device, maker) = (subject.Device, MakerOf(state, subject.Device));
        return new BeliefMismatch(
            device.Name,
            subject.State.Domain,
            guest,
            $"KVM takes {device.Name} for a device whose no-snoop is blocked",
            $"it shares a page table that was made for {maker} and does not enforce: when the last device without "
                + $"snoop control is unplugged, wbinvd of {guest} does nothing any more, and nothing else makes up for "
                + $"the no-snoop of {device.Name}",
            [.. subject.Box.Chain, .. kvm.WbinvdChain]
        )
        {
            Function = $"drivers/vfio/vfio_main.c:vfio_file_enforced_coherent; {Alloc}",
            Versions = "since 6.7",
        };
    }

    /// <summary>What VFIO answered for the device's file when KVM asked last; no text where there is no file.</summary>
    private static (string? Text, string Function) Why(KernelState state, string guest, Device device)
    {
        var record = state.Guests[guest];
        var file = record.Files.FirstOrDefault(f => f.Devices.Contains(device.Name));
        if (file is null)
        {
            return (null, Update);
        }

        var (_, answer, askedFor) = file.Answer;
        var joined = askedFor.Contains(device.Name)
            ? ""
            : $"; {device.Name} came to the group's file later, and nobody asked again";
        return (answer.Text + joined, answer.Source ?? Update);
    }

    private static bool IsTakenAsBlocked(KernelState state, string guest, Device device) =>
        state.Guests[guest].Files.FirstOrDefault(f => f.Devices.Contains(device.Name)) is { } file
        && FileCoherency.Of(state, file.Group, file.OfDevice ? device.Name : null).Coherent;

    /// <summary>iommufd lets a device share a page table that was made, without enforcement, for another one.</summary>
    private static string? MakerOf(KernelState state, Device device) =>
        state.TableOf(device.Name) is { Enforced: false, MadeFor: { } maker }
        && maker != device.Name
        && state.Index.Domain(state.Devices[device.Name].Domain!).Api == DomainApi.Iommufd
            ? maker
            : null;

    private static string WhoseTable(string? maker) =>
        maker is null ? "" : $": it shares a page table that was made for {maker} and does not enforce";
}
