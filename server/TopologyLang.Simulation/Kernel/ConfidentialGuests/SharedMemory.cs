using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.ConfidentialGuests;

/// <summary>
/// What a confidential guest's devices reach, and what becomes of the caches where a page changes hands. Sources were
/// read in 6.1.192, 6.12.117, 7.2.12 and 7.3.4.
/// </summary>
internal static class SharedMemory
{
    private const string Sev = "arch/x86/kvm/svm/sev.c";
    private const string Tdx = "arch/x86/kvm/vmx/tdx.c";
    private const string ForcesUnencrypted =
        "arch/x86/mm/mem_encrypt.c:force_dma_unencrypted; kernel/dma/direct.c:dma_direct_alloc";

    /// <summary>QEMU takes devices for guests with private memory since then (RamBlockAttributes).</summary>
    private static readonly Version CoordinatesDiscards = Version.Parse("10.1");

    /// <summary>Not in 6.14.0, in 6.17.0: sev_writeback_caches().</summary>
    private static readonly KernelVersion WritesBackWhereItRan = new(6, 17);

    private static readonly KernelVersion WasRead = new(6, 14);

    /// <summary>Why its VMM does not give it the devices; null where it does.</summary>
    public static Reason? Refusal(TopologyIndex index, Guest guest) =>
        guest is { HasPrivateMemory: true, Vmm: "qemu", VmmVersion: { } version }
        && version < CoordinatesDiscards
        && guest.Assign.Any(one => index.Domain(one.Domain).IsOfUser)
            ? new Reason(
                $"QEMU {version} takes no assigned device for a guest with private memory: what becomes private there "
                    + $"would stay mapped in the IOMMU. Versions since {CoordinatesDiscards} do, by the date of the "
                    + "series",
                "QEMU system/physmem.c:ram_block_add (852f0048f3ea; ram_block_coordinated_discard_require)",
                null,
                true
            )
            : null;

    /// <summary>What is not known about the guest and its devices.</summary>
    public static Reason? Outside(TopologyIndex index, Guest guest)
    {
        if (guest.Confidential == Confidential.None || guest.Assign.IsEmpty)
        {
            return null;
        }

        return guest.HasPrivateMemory && guest.Vmm != "qemu"
                ? new Reason(
                    $"{guest.Name}: whether {guest.Vmm} gives a guest with private memory assigned devices, and keeps "
                        + "their mappings in step, was not read; QEMU since 10.1 does"
                )
            : guest.Viommu != Viommu.None
                ? new Reason(
                    $"{guest.Name}: how a VMM reads the page tables of a virtual IOMMU that lie in memory which the "
                        + "guest keeps from it is found in no source"
                )
            : guest.Assign.Select(one => OutsideDevice(index, guest, one)).FirstOrDefault(why => why is not null);
    }

    private static Reason? OutsideDevice(TopologyIndex index, Guest guest, Assignment one) =>
        index.Domain(one.Domain).Parent is not null
            ? new Reason(
                $"{guest.Name}: {one.Domain} has the IOMMU walk the guest's own page tables, which lie in memory that "
                    + "the guest keeps from devices: what comes of it is found in no source"
            )
        : guest.HasPrivateMemory && index.Domain(one.Domain).Api == DomainApi.VhostVdpa
            ? new Reason(
                $"{guest.Name}: whether QEMU keeps the mappings of a vhost-vdpa device in step with what the guest "
                    + "shares was not read",
                "QEMU hw/virtio/vhost-vdpa.c"
            )
        : index.Device(one.Device).MdevOf is { } parent
            ? new Reason(
                $"{guest.Name}: the driver of {parent}, which makes {one.Device}, reads the guest's memory with the "
                    + "CPU: what it gets of memory that the guest does not share is not known",
                "drivers/vfio/vfio_main.c:vfio_dma_rw"
            )
        : null;

    /// <summary>
    /// What the guest's memory is to its devices, and what flushes the caches where a page changes hands; empty for an
    /// ordinary guest.
    /// </summary>
    public static ImmutableArray<Reason> ToReasons(Host host, Guest guest) =>
        guest.Confidential switch
        {
            Confidential.None => [],
            Confidential.Tdx => [Shared(guest), GuestFlushes(host, guest), TdxReclaim],
            Confidential.SevSnp => [Shared(guest), GuestFlushes(host, guest), SnpReclaim],
            _ => [Shared(guest), GuestFlushes(host, guest), Registered(host), SevReclaim(host)],
        };

    /// <summary>
    /// KVM flushes the guest's memory when the VMM registers it, before the guest runs (SEV, SEV-ES): what the
    /// hypervisor wrote there is then in memory.
    /// </summary>
    public static Reason? FlushedWhenGiven(Host host, Guest guest) =>
        guest.Confidential is Confidential.Sev or Confidential.SevEs && !host.SmeCoherent ? Registered(host) : null;

    private static Reason Shared(Guest guest) =>
        new(
            $"devices of {guest.Name} reach only what its kernel shares with the host: dma_alloc_coherent() shares its "
                + "pages, and streaming DMA goes through shared bounce buffers (swiotlb)",
            ForcesUnencrypted
        );

    private static Reason GuestFlushes(Host host, Guest guest) =>
        guest.Confidential != Confidential.Tdx && host.SmeCoherent
            ? new Reason(
                "the guest flushes no page when it shares it: the caches keep its two aliases coherent (SME_COHERENT)",
                "arch/x86/mm/mem_encrypt_amd.c:amd_enc_cache_flush_required"
            )
            : new Reason(
                "the guest flushes a page from the caches before it shares it or takes it back",
                "arch/x86/mm/pat/set_memory.c:__set_memory_enc_pgtable; "
                    + (
                        guest.Confidential == Confidential.Tdx
                            ? "arch/x86/coco/tdx/tdx.c:tdx_cache_flush_required"
                            : "arch/x86/mm/mem_encrypt_amd.c:amd_enc_cache_flush_required"
                    )
            );

    private static Reason Registered(Host host) =>
        host.SmeCoherent
            ? new Reason(
                "KVM flushes nothing of the guest's memory when the VMM registers it: the CPUs keep encrypted and "
                    + "plain aliases coherent (SME_COHERENT), which says nothing about DMA that is not snooped",
                Sev + ":sev_clflush_pages"
            )
            : new Reason(
                "KVM flushes the guest's memory by address when the VMM registers it, before the guest runs",
                Sev + ":sev_clflush_pages"
            );

    private static Reason SevReclaim(Host host) =>
        host.Kernel >= WritesBackWhereItRan
            ? new Reason(
                "what the guest gives back is written back first: WBNOINVD on the CPUs that ran it",
                Sev + ":sev_guest_memory_reclaimed, sev_writeback_caches",
                WritesBackWhereItRan
            )
            : new Reason(
                host.Kernel > WasRead
                    ? "what the guest gives back is written back first: WBINVD on every CPU, or WBNOINVD on those that "
                        + "ran it (since a version from 6.15 to 6.17)"
                    : "what the guest gives back is written back first: WBINVD on every CPU",
                Sev + ":sev_guest_memory_reclaimed",
                null,
                host.Kernel > WasRead
            );

    private static readonly Reason SnpReclaim = new(
        "private pages that the guest gives back are flushed by address; shared pages are ordinary memory of the VMM, "
            + "and nothing flushes them",
        Sev + ":sev_gmem_make_shared (sev_gmem_invalidate up to 7.2), sev_guest_memory_reclaimed",
        new KernelVersion(6, 11)
    );

    private static readonly Reason TdxReclaim = new(
        "private pages that the guest gives back are written back by the TDX module (TDH.PHYMEM.PAGE.WBINVD) and "
            + "cleared past the caches (MOVDIR64B); shared pages are ordinary memory of the VMM, and nothing flushes "
            + "them",
        Tdx + ":tdx_sept_remove_leaf_spte; arch/x86/virt/vmx/tdx/tdx.c:tdx_quirk_reset_paddr",
        new KernelVersion(6, 16)
    );
}
