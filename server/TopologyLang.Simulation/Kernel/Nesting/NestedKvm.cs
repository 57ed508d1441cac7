using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Nesting;

/// <summary>
/// A guest of a host that runs in a guest (L2): what its instructions really do is what its own KVM (in L1) makes of
/// them, and then what the KVM below (L0) makes of that.
/// </summary>
internal static class NestedKvm
{
    private const string Reflects =
        "arch/x86/kvm/vmx/nested.c:nested_vmx_l1_wants_exit; arch/x86/kvm/svm/nested.c:nested_svm_intercept";
    private const string MakesSpte = "arch/x86/kvm/mmu/spte.c:make_spte";

    /// <summary>What nobody tells about virtualisation in a guest.</summary>
    public static Reason? Outside(TopologyIndex index, Host host) =>
        host.InGuest is null ? null
        : host.Architecture != Architecture.X86_64
            ? new Reason(
                $"{host.Name} runs in a guest itself: which memory types the page tables have that the KVM below makes "
                    + "for its guests, and whether it passes cache maintenance on, is found in no source for this "
                    + "architecture"
            )
        : OutsideMachine(index, host);

    /// <summary>A guest's CPUs are those of the machine below.</summary>
    public static Reason? OutsideMachine(TopologyIndex index, Host host)
    {
        if (host.InGuest is { } around && index.Guest(around).Confidential != Confidential.None)
        {
            return new Reason(
                $"host {host.Name} runs in {around}, whose memory is kept from the machine below: whether such a guest "
                    + "can pass devices on to guests of its own is found in no source"
            );
        }

        var machine = index.MachineOf(host);
        return host.Architecture != machine.Architecture || host.Vendor != machine.Vendor
            ? new Reason(
                $"host {host.Name} runs on the CPUs of {machine.Name}, and is declared with others: give both the same "
                    + "arch and vendor"
            )
            : null;
    }

    /// <param name="own">The guest as its own KVM has it.</param>
    /// <param name="below">The guest in which that KVM runs.</param>
    public static GuestState Compose(Host host, GuestState own, GuestState below)
    {
        var (mode, reason, unknown) = Wbinvd(host.Name, own, below);
        ImmutableArray<Reason> pat =
        [
            new Reason(
                $"the page tables that the CPU uses for {own.Name} are made by the KVM below {host.Name}, with memory "
                    + $"types of its own: what the KVM of {host.Name} chose is not looked at",
                MakesSpte
            ),
            .. host.HasSvm ? [OtherPat] : ImmutableArray<Reason>.Empty,
            .. below.PatChain,
        ];
        return own with
        {
            Wbinvd = mode,
            NeedsWbinvd = own.NeedsWbinvd && below.NeedsWbinvd,
            GuestPatHonoured = below.GuestPatHonoured,
            PageTypesMayBeOld = below.PageTypesMayBeOld,
            WbinvdChain = [.. own.WbinvdChain, .. below.WbinvdChain, reason],
            PatChain = pat,
            Unknown = own.Unknown ?? below.Unknown ?? unknown,
        };
    }

    private static readonly Reason OtherPat = new(
        "on AMD the PAT register that counts is that of the guest below; Linux guests write the same into theirs",
        "arch/x86/kvm/svm/nested.c:nested_vmcb02_compute_g_pat; since 7.2 KVM_X86_QUIRK_NESTED_SVM_SHARED_PAT, whose "
            + "default is the same",
        null,
        true
    );

    /// <summary>
    /// With both emulated, the inner KVM executes WBINVD on its CPUs of the dirty mask, and for each of them the outer
    /// KVM on the physical ones of its own mask: together those on which the guest ran since the last one, as with one
    /// level.
    /// </summary>
    private static (WbinvdMode Mode, Reason Reason, Reason? Unknown) Wbinvd(
        string host,
        GuestState own,
        GuestState below
    ) =>
        (own.Wbinvd, below.Wbinvd) switch
        {
            (WbinvdMode.Nop, _) => (
                WbinvdMode.Nop,
                new Reason($"the KVM of {host} skips it, so nothing gets further down", Reflects),
                null
            ),
            (_, WbinvdMode.Nop) => (
                WbinvdMode.Nop,
                new Reason(
                    $"the KVM of {host} lets WBINVD happen, and each one ends in the KVM below, which skips it",
                    Reflects
                ),
                null
            ),
            (WbinvdMode.Emulated, WbinvdMode.Emulated) => (
                WbinvdMode.Emulated,
                new Reason(
                    $"the KVM of {host} executes WBINVD, and the KVM below executes it on the physical CPUs",
                    Reflects
                ),
                null
            ),
            (WbinvdMode.Native, WbinvdMode.Native) => (
                WbinvdMode.Native,
                new Reason("nobody intercepts it: it runs on the physical CPU", Reflects),
                null
            ),
            _ => (below.Wbinvd, Mixed(host), Mixed(host)),
        };

    private static Reason Mixed(string host) =>
        new Reason(
            $"WBINVD is intercepted at one level only ({host} or the machine below): which CPUs it reaches after a "
                + "vCPU moved depends on the level that moved it, which a program does not say",
            Reflects
        );
}
