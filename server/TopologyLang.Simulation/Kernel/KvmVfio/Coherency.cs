using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Kvm;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.KvmVfio;

/// <summary>
/// KVM asks every file anew at each add and remove, and at no other time. Source: virt/kvm/vfio.c:kvm_vfio_update_coherency.
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
        ImmutableArray<(bool Coherent, Reason Reason)> answers = [.. files.Select(f => FileCoherency.Of(state, f))];
        var noncoherent = answers.Any(a => !a.Coherent);
        var after = before with
        {
            Files = files,
            NoncoherentDma = noncoherent,
            Why = [.. answers.Select(a => a.Reason)],
        };
        if (
            noncoherent != before.NoncoherentDma
            && state.Index.Host(state.Index.Guest(guestName).Host).Kernel >= ZapsOnChange
        )
        {
            after = after with { TouchedUnder = [] };
        }

        return (after, [.. after.Why.Distinct(), GuestView.Counted(guestName, noncoherent)]);
    }
}
