using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.ConfidentialGuests;

/// <summary>What becomes of a confidential guest's instructions that act on whole caches.</summary>
internal static class GuestInstructions
{
    private const string Sev =
        "arch/x86/coco/sev/vc-handle.c:vc_handle_exitcode (core.c in 6.12, arch/x86/kernel/sev.c in 6.1)";

    private static readonly Reason OfTdx = new(
        "in a TDX guest WBINVD and INVD raise #VE, which its Linux kernel does not handle, and KVM never sees them",
        "arch/x86/coco/tdx/tdx.c:virt_exception_kernel"
    );

    private static readonly Reason OfSevEs = new(
        "the guest's own #VC handler hands its WBINVD to KVM (SVM_EXIT_WBINVD)",
        Sev
    );

    /// <summary>Null where the instruction takes its ordinary way.</summary>
    public static Reason? OnWbinvd(Guest guest) =>
        guest.Confidential switch
        {
            Confidential.Tdx => OfTdx,
            Confidential.SevEs or Confidential.SevSnp => OfSevEs,
            _ => null,
        };

    /// <summary>Why the guest cannot execute the instruction; null where it can.</summary>
    public static Reason? Faults(Guest guest, StepKind step) =>
        (guest.Confidential, step) switch
        {
            (Confidential.Tdx, StepKind.Wbinvd or StepKind.Wbnoinvd or StepKind.Invd) => OfTdx,
            (Confidential.SevEs or Confidential.SevSnp, StepKind.Invd) => new Reason(
                "under SEV-ES and SEV-SNP INVD raises #VC, which the guest's Linux kernel refuses to handle",
                Sev
            ),
            _ => null,
        };
}
