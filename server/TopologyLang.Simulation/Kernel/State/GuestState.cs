using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.State;

/// <summary>What KVM does for a guest now.</summary>
/// <param name="NoncoherentDma">KVM's count of non-coherent DMA is not zero.</param>
/// <param name="Files">In the order of adding.</param>
/// <param name="GuestPatHonoured">New mappings honour the guest's PAT; null where there is no such thing.</param>
/// <param name="PageTypesMayBeOld">
/// Pages that the guest touched before the last change of the count may keep the other treatment of its PAT: both are
/// possible. Before 6.7 nothing zapped the EPT entries. Source: arch/x86/kvm/x86.c:kvm_arch_register_noncoherent_dma.
/// </param>
/// <param name="WbinvdChain">Why the guest's WBINVD does what it does, first link first.</param>
/// <param name="PatChain">Why the guest's PAT is honoured or not, first link first.</param>
/// <param name="Unknown">Set where an operation whose answer is not known has left it in a state that is not known
/// either.</param>
public sealed record GuestState(
    string Name,
    bool NoncoherentDma,
    ImmutableArray<RegisteredFile> Files,
    WbinvdMode Wbinvd,
    bool? GuestPatHonoured,
    bool PageTypesMayBeOld,
    ImmutableArray<Reason> WbinvdChain,
    ImmutableArray<Reason> PatChain,
    Reason? Unknown
)
{
    /// <summary>KVM keeps track of the physical CPUs for the guest's WBINVD (need_emulate_wbinvd).</summary>
    public bool NeedsWbinvd { get; init; }

    /// <summary>
    /// What the guest's kernel sees of its virtual IOMMU and what the VMM does behind it; empty without one.
    /// </summary>
    public ImmutableArray<Reason> ViommuChain { get; init; } = [];

    /// <summary>
    /// What its devices reach of a confidential guest's memory, and what flushes caches where a page changes hands.
    /// </summary>
    public ImmutableArray<Reason> ConfidentialChain { get; init; } = [];

    /// <summary>Why the VMM does not give the guest its devices; null where it does.</summary>
    public Reason? RefusedByVmm { get; init; }
}
