using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>Compares what the kernel believes with what the hardware does.</summary>
public static class BeliefChecks
{
    /// <summary>Mismatches in the order of the devices; those of KVM follow, in the order of the guests.</summary>
    public static ImmutableArray<BeliefMismatch> Beliefs(SystemTopology topology, KernelState state)
    {
        var index = state.IndexOf(topology);
        ImmutableArray<(Device Device, DeviceState State)> devices = [.. topology.Devices.Select(d => (d, state.DeviceOf(d.Name)))];
        ImmutableArray<(Device Device, DeviceState State, BoxAnswer Box)> unblocked =
        [
            .. devices.Select(d => (d.Device, d.State, CoherenceBoxes.Of(index, d.Device, d.State)))
                .Where(d => d.Item3 is { Possible: true, Blocked: false }),
        ];
        var byName = unblocked.ToDictionary(d => d.Device.Name);
        return
        [
            .. devices.Select(d => OrdinaryBelief.Of(index, d.Device, d.State)).OfType<BeliefMismatch>(),
            .. unblocked.SelectMany(d => OfDomain(state, d.Device, d.State, d.Box)),
            .. topology.Guests.SelectMany(g => OfKvm(state, g.Name, byName)),
        ];
    }

    private static IEnumerable<BeliefMismatch> OfDomain(KernelState state, Device device, DeviceState now, BoxAnswer box)
    {
        if (now.Domain is { } domain && state.Enforced(device.Name) && !IsUnaskedVdpa(state, device, domain))
        {
            yield return new BeliefMismatch(device.Name, domain, null,
                $"the kernel believes that {domain} makes every request of {device.Name} snoop",
                $"nothing in the page table of {device.Name} does so: its no-snoop requests bypass the caches", box.Chain);
        }

        if (now is
            {
                Domain: { } user, RegisteredWithVfio: true, NoSnoopOffAtAttach: true, NoSnoopSetBy: NoSnoopSetter.Guest,
                EnableNoSnoop: true
            })
        {
            yield return new BeliefMismatch(device.Name, user, null,
                $"{device.Name} could not set no-snoop when it was given to its guest, and nobody asks again",
                $"the guest turned Enable No Snoop on, and {user} does not block it", box.Chain);
        }
    }

    /// <summary>The guest's devices are looked up by name, since of many devices a guest holds few.</summary>
    private static IEnumerable<BeliefMismatch> OfKvm(
        KernelState state, string guest, Dictionary<string, (Device Device, DeviceState State, BoxAnswer Box)> unblocked)
    {
        // Only KVM of x86 asks: elsewhere kvm_arch_register_noncoherent_dma() is empty (include/linux/kvm_host.h).
        if (state.Index.Host(state.Index.Guest(guest).Host).Architecture != Architecture.X86_64)
        {
            yield break;
        }

        var candidates = state.DevicesOf(guest).Where(unblocked.ContainsKey).ToList();
        if (candidates.Count == 0 || state.GuestOf(guest) is not { Unknown: null, NoncoherentDma: false } kvm)
        {
            yield break;
        }

        foreach (var (device, now, box) in candidates.Where(d => state.Holds(guest, d)).Select(d => unblocked[d]))
        {
            yield return new BeliefMismatch(device.Name, now.Domain, guest,
                kvm.Files.Any(f => f.Devices.Contains(device.Name))
                    ? $"KVM takes all DMA of {guest} as coherent"
                    : $"KVM does not know of {device.Name} and takes all DMA of {guest} as coherent",
                $"no-snoop of {device.Name} is possible and not blocked{WhoseTable(state, device)}", [.. box.Chain, .. kvm.WbinvdChain]);
        }
    }

    /// <summary>iommufd lets a device share a page table that was made, without enforcement, for another one.</summary>
    private static string WhoseTable(KernelState state, Device device) =>
        state.TableOf(device.Name) is { Enforced: false, MadeFor: { } maker } && maker != device.Name
            && state.Index.Domain(state.Devices[device.Name].Domain!).Api == DomainApi.Iommufd
            ? $": it shares a page table that was made for {maker} and does not enforce"
            : "";

    /// <summary>Before 5.19 vhost-vdpa's IOMMU_CACHE stood for blocked no-snoop on VT-d alone.</summary>
    private static bool IsUnaskedVdpa(KernelState state, Device device, string domain) =>
        state.Index.Domain(domain).Api == DomainApi.VhostVdpa && state.Index.UnitOf(device) is not { Model: IommuModel.IntelVtd };
}
