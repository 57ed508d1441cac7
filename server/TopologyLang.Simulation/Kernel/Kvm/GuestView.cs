using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.ConfidentialGuests;
using TopologyLang.Simulation.Kernel.Nesting;
using TopologyLang.Simulation.Kernel.Scopes;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.VirtualIommus;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Kvm;

/// <summary>What KVM does for a guest, from its count of non-coherent DMA.</summary>
internal static class GuestView
{
    private const string Emulation = "arch/x86/kvm/x86.c:need_emulate_wbinvd";
    private const string Update = "virt/kvm/vfio.c:kvm_vfio_update_coherency";
    private const string Proposal = "seed 003 (proposed, not merged)";

    private static readonly Reason NoWbinvd = new(
        "KVM of this architecture has no WBINVD, and makes nothing of what kvm-vfio says about non-coherent DMA",
        "include/linux/kvm_host.h:kvm_arch_register_noncoherent_dma"
    );

    public static GuestState Of(KernelState state, string name)
    {
        var guest = state.Index.Guest(name);
        var host = state.Index.Host(guest.Host);
        var own = OfOwnHost(state, name) with
        {
            ViommuChain = VirtualIommu.ToReasons(state.Index, guest),
            ConfidentialChain = SharedMemory.ToReasons(host, guest),
            RefusedByVmm = VirtualIommu.Refusal(state.Index, guest) ?? SharedMemory.Refusal(state.Index, guest),
        };
        return host.InGuest is { } below ? NestedKvm.Compose(host, own, Of(state, below)) : own;
    }

    /// <summary>As the KVM of the guest's host has it, which may run in a guest itself.</summary>
    private static GuestState OfOwnHost(KernelState state, string name)
    {
        var record = state.Guests[name];
        var guest = state.Index.Guest(name);
        var host = state.Index.Host(guest.Host);
        var unknown = record.Unknown ?? Scope.OutsideKvm(host) ?? Scope.Outside(state.Index, guest);
        var (pat, patReason) = GuestPat.Honoured(host, guest, record.NoncoherentDma);
        if (host.Architecture != Architecture.X86_64)
        {
            return new GuestState(
                name,
                record.NoncoherentDma,
                record.Files,
                WbinvdMode.NotApplicable,
                pat,
                false,
                [KvmSupport.Missing(host) ?? NoWbinvd],
                [patReason],
                unknown
            );
        }

        var (needs, why) = NeedsWbinvd(guest, record.NoncoherentDma);
        var way = GuestInstructions.OnWbinvd(guest);
        var (wbinvd, wbinvdReason) =
            guest.Confidential == Confidential.Tdx ? (WbinvdMode.NotApplicable, way!) : Wbinvd(host, needs, why);
        var old = record.TouchedUnder.Any(touched => GuestPat.Honoured(host, guest, touched).Honoured != pat);
        ImmutableArray<Reason> count = [.. record.Why, Count(name, record)];
        return new GuestState(
            name,
            record.NoncoherentDma,
            record.Files,
            wbinvd,
            pat,
            old,
            way is null || way == wbinvdReason ? [.. count, wbinvdReason] : [.. count, way, wbinvdReason],
            old ? [.. count, patReason, GuestPat.OldPages] : [.. count, patReason],
            unknown
        )
        {
            NeedsWbinvd = needs,
        };
    }

    private static Reason Count(string name, GuestRecord record) =>
        record is { NoncoherentDma: false, Files.IsEmpty: true }
            ? new Reason($"no device is registered with the KVM of {name}, so it counts no non-coherent DMA", Update)
            : Counted(name, record.NoncoherentDma);

    /// <summary>What KVM's count says of the guest's DMA.</summary>
    public static Reason Counted(string guest, bool noncoherent) =>
        new(
            noncoherent ? $"KVM counts non-coherent DMA for {guest}" : $"KVM takes all DMA of {guest} as coherent",
            Update
        );

    /// <summary>
    /// need_emulate_wbinvd(); the two forced states were proposed in June 2021 (seed 003) and are in no released
    /// kernel.
    /// </summary>
    private static (bool Needs, Reason Reason) NeedsWbinvd(Guest guest, bool noncoherent) =>
        guest.Wbinvd switch
        {
            GuestWbinvdPolicy.ForceOn => (
                true,
                new Reason(
                    $"{guest.Name} is declared with wbinvd = force_on: KVM executes the guest's WBINVD on the physical "
                        + "CPUs of the vCPU's dirty mask",
                    Proposal
                )
            ),
            GuestWbinvdPolicy.ForceOff => (
                false,
                new Reason($"{guest.Name} is declared with wbinvd = force_off: KVM skips the guest's WBINVD", Proposal)
            ),
            _ => noncoherent
                ? (
                    true,
                    new Reason(
                        "KVM executes the guest's WBINVD on the physical CPUs of the vCPU's dirty mask",
                        Emulation
                    )
                )
                : (false, new Reason("KVM skips the guest's WBINVD", Emulation)),
        };

    private static (WbinvdMode Mode, Reason Reason) Wbinvd(Host host, bool needs, Reason why) =>
        host is { HasSvm: false, WbinvdExiting: false }
            ? (
                WbinvdMode.Native,
                new Reason(
                    "the CPU has no WBINVD exiting, so the guest's WBINVD runs on the physical CPU",
                    "arch/x86/kvm/vmx/vmx.c:setup_vmcs_config"
                )
            )
            : (needs ? WbinvdMode.Emulated : WbinvdMode.Nop, why);
}
