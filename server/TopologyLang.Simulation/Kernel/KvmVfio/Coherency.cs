using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Kvm;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.KvmVfio;

/// <summary>
/// KVM asks every file anew at each add and remove, and at no other time. Source:
/// virt/kvm/vfio.c:kvm_vfio_update_coherency.
/// </summary>
internal static class Coherency
{
    private static readonly KernelVersion ZapsOnChange = new(6, 7);

    public static (GuestRecord Guest, ImmutableArray<Reason> Chain) Update(
        KernelState state,
        string guestName,
        ImmutableArray<RegisteredFile> files
    )
    {
        var before = state.Guests[guestName];
        ImmutableArray<RegisteredFile> asked = [.. files.Select(f => Asked(state, f.Group, f.Devices, f.OfDevice))];
        var noncoherent = asked.Any(file => !file.Answer.Coherent);
        var after = before with { Files = asked, NoncoherentDma = noncoherent };
        if (
            noncoherent != before.NoncoherentDma
            && state.Index.Host(state.Index.Guest(guestName).Host).Kernel >= ZapsOnChange
        )
        {
            after = after with { TouchedUnder = [] };
        }

        return (after, [.. after.Why, GuestView.Counted(guestName, noncoherent)]);
    }

    /// <summary>
    /// Why the answer for some file is not known, when the one of the device comes or goes; null where all are. Before
    /// 6.2 VFIO answers for a whole container.
    /// </summary>
    public static Reason? NotKnown(KernelState state, string device, string guest) =>
        state
            .Guests[guest]
            .Files.SelectMany(file => file.Devices)
            .Prepend(device)
            .Select(name => NotKnown(state, state.Index.Device(name)))
            .FirstOrDefault(why => why is not null);

    private static Reason? NotKnown(KernelState state, Device device) =>
        Uncertainty.OfGroup(state, device)
        ?? (state.Devices[device.Name].Domain is { } domain ? Uncertainty.OfDomain(state, domain) : null);

    /// <summary>The file, with what VFIO answers for it now.</summary>
    public static RegisteredFile Asked(KernelState state, string group, ImmutableArray<string> devices, bool ofDevice)
    {
        var (coherent, reason) = FileCoherency.Of(state, group, ofDevice ? devices[0] : null);
        return new RegisteredFile(group, devices, ofDevice, new FileAnswer(coherent, reason, devices));
    }
}
