using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Kvm;

/// <summary>Whether a new mapping of guest memory lets the guest's PAT have its way. Source:
/// arch/x86/kvm/vmx/vmx.c:vmx_get_mt_mask.</summary>
internal static class GuestPat
{
    public static readonly Reason OldPages = new(
        "kernels before 6.7 leave existing EPT entries as they are when the count changes: pages touched before may "
            + "keep the old treatment",
        "arch/x86/kvm/x86.c:kvm_arch_register_noncoherent_dma"
    );

    private const string Source = "arch/x86/kvm/vmx/vmx.c:vmx_get_mt_mask";

    private static readonly Reason OfTdx = new(
        "KVM switches KVM_X86_QUIRK_IGNORE_GUEST_PAT off for a TDX guest: what it shares is mapped WB without IPAT, "
            + "whatever KVM counts of non-coherent DMA, and its PAT is honoured",
        "arch/x86/kvm/vmx/tdx.c:tdx_vm_init",
        new KernelVersion(6, 16)
    );

    private static readonly Reason OfArm = new(
        "Arm has no PAT: a guest's memory types stand in its MAIR",
        "Arm ARM DDI 0487, D8.6 (memory attributes, MAIR_EL1)"
    );

    /// <summary>
    /// Where a guest's memory types stand on the architectures whose CPUs have no such register as x86's IA32_PAT.
    /// </summary>
    private static readonly ImmutableDictionary<Architecture, Reason> Elsewhere = new Dictionary<Architecture, Reason>
    {
        [Architecture.Arm64] = OfArm,
        [Architecture.Arm] = OfArm,
        [Architecture.Riscv64] = new(
            "RISC-V has no PAT: a memory type stands in the page-table entry itself (Svpbmt)",
            "RISC-V privileged architecture, Svpbmt; arch/riscv/include/asm/pgtable-64.h:_PAGE_NOCACHE_SVPBMT"
        ),
        [Architecture.S390x] = new(
            "s390x has no PAT: a page-table entry has no bits for caching",
            "arch/s390/include/asm/pgtable.h (page-table entry)"
        ),
        [Architecture.Ppc64] = new(
            "POWER has no PAT: storage control attributes stand in the page-table entry itself",
            "Power ISA, Book II, storage control attributes"
        ),
        [Architecture.Loongarch64] = new(
            "LoongArch has no PAT: a memory access type stands in the page-table entry itself",
            "LoongArch Reference Manual vol. 1, memory access types"
        ),
    }.ToImmutableDictionary();

    private static readonly KernelVersion DropsGuestMtrr = new(6, 11);

    /// <summary>Null where the architecture has no PAT.</summary>
    public static (bool? Honoured, Reason Reason) Honoured(Host host, Guest guest, bool noncoherent)
    {
        if (Elsewhere.TryGetValue(host.Architecture, out var elsewhere))
        {
            return (null, elsewhere);
        }

        if (guest.Confidential == Confidential.Tdx)
        {
            return (true, OfTdx);
        }

        if (host.HasSvm)
        {
            return (true, new Reason("nested paging always honours the guest's PAT", "arch/x86/kvm/svm/svm.c"));
        }

        if (!Fixes.GuestPatQuirk.IsIn(host.Kernel))
        {
            return (
                noncoherent,
                new Reason(
                    (
                        noncoherent
                            ? HonouredText(host.Kernel)
                            : "EPT entries are WB with IPAT: the guest's PAT is ignored"
                    )
                        + (
                            guest.IgnoreGuestPat is false
                                ? $"; the quirk that {guest.Name}'s VMM switches off came with "
                                    + $"{Fixes.GuestPatQuirk.Words}"
                                : ""
                        ),
                    Source
                )
                {
                    Fix = guest.IgnoreGuestPat is false ? Fixes.GuestPatQuirk.Name : null,
                }
            );
        }

        var quirk = guest.IgnoreGuestPat ?? true;
        if (!quirk && !host.SelfSnoop)
        {
            return (
                noncoherent,
                new Reason(
                    "the CPU has no self-snoop, so KVM refuses to switch KVM_X86_QUIRK_IGNORE_GUEST_PAT off; "
                        + (
                            noncoherent
                                ? "non-coherent DMA makes it honour the guest's PAT"
                                : "the guest's PAT is ignored"
                        ),
                    Source,
                    Fixes.GuestPatQuirk.Mainline
                )
                {
                    Fix = Fixes.GuestPatQuirk.Name,
                }
            );
        }

        return quirk && !noncoherent
            ? (
                false,
                new Reason(
                    "EPT entries are WB with IPAT (KVM_X86_QUIRK_IGNORE_GUEST_PAT): the guest's PAT is ignored",
                    Source,
                    Fixes.GuestPatQuirk.Mainline
                )
                {
                    Fix = Fixes.GuestPatQuirk.Name,
                }
            )
            : (
                true,
                new Reason(
                    noncoherent
                        ? "with non-coherent DMA EPT entries are WB without IPAT: the guest's PAT is honoured"
                        : "KVM_X86_QUIRK_IGNORE_GUEST_PAT is off: EPT entries are WB without IPAT and the guest's PAT "
                            + "is honoured",
                    Source,
                    Fixes.GuestPatQuirk.Mainline
                )
                {
                    Fix = Fixes.GuestPatQuirk.Name,
                }
            );
    }

    /// <summary>
    /// A guest leaves its memory WB in its MTRRs, so before 6.11 the result is the PAT's type as well.
    /// </summary>
    private static string HonouredText(KernelVersion kernel) =>
        kernel < DropsGuestMtrr
            ? "with non-coherent DMA EPT entries have the guest's MTRR type (WB for memory) without IPAT: the guest's "
                + "PAT is honoured"
            : "with non-coherent DMA EPT entries are WB without IPAT: the guest's PAT is honoured";
}
