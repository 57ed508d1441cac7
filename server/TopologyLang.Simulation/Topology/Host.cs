namespace TopologyLang.Simulation.Topology;

public enum Architecture
{
    X86_64,
    Arm64,
    Arm,
    Riscv64,
    S390x,
    Ppc64,
    Loongarch64,
}

public enum CpuVendor
{
    Intel,
    Amd,
    Hygon,
    Zhaoxin,
    Centaur,
    Arm,
    Other,
}

public enum Firmware
{
    Acpi,
    DeviceTree,
}

/// <summary>What a root complex does with the no-snoop attribute of a request that nothing else has blocked.</summary>
public enum NoSnoopRouting
{
    Honour,
    Ignore,
    Either,
}

/// <summary>
/// A machine with its CPUs and its kernel. Every value is the effective one: the declared one or its default.
/// </summary>
public sealed record Host
{
    public required string Name { get; init; }
    public Architecture Architecture { get; init; } = Architecture.X86_64;
    public CpuVendor Vendor { get; init; } = CpuVendor.Intel;
    public required KernelVersion Kernel { get; init; }

    /// <summary>
    /// Set where <see cref="Kernel"/> is only the version that a vendor's kernel names or was made from.
    /// </summary>
    public VendorKernel? VendorKernel { get; init; }

    public int Cpus { get; init; } = 2;
    public Firmware Firmware { get; init; } = Firmware.Acpi;

    /// <summary>In bytes; null where the file does not say.</summary>
    public ulong? Memory { get; init; }

    public bool SelfSnoop { get; init; } = true;

    /// <summary>Uncached CPU accesses look into the caches first (the x86 default).</summary>
    public bool UncachedChecks { get; init; } = true;

    public NoSnoopRouting NoSnoopRouting { get; init; } = NoSnoopRouting.Honour;

    /// <summary>FEAT_S2FWB of the CPUs (Arm).</summary>
    public bool Fwb { get; init; }

    /// <summary>VMX secondary control "WBINVD exiting".</summary>
    public bool WbinvdExiting { get; init; } = true;

    /// <summary>What its caches do beyond the core of the coherence model.</summary>
    public CoherenceProfile Profile { get; init; } = CoherenceProfile.Core;

    /// <summary>Null: what the IOMMU gives.</summary>
    public bool? MsiIsolation { get; init; }

    /// <summary>The parameter of vfio_iommu_type1; iommufd has one of its own.</summary>
    public bool AllowUnsafeInterrupts { get; init; }

    /// <summary>The parameter of iommufd.</summary>
    public bool IommufdAllowUnsafeInterrupts { get; init; }

    public bool NoIommuMode { get; init; }

    /// <summary>
    /// The kernel's command line, as far as it is about IOMMUs; null where the file does not say, which is taken as
    /// empty.
    /// </summary>
    public string? KernelOptions { get; init; }

    /// <summary>
    /// The firmware's DMAR table has DMAR_REMAP_OPT_OUT (VT-d): kernels since 7.3 use none of its units.
    /// </summary>
    public bool RemappingOptOut { get; init; }

    /// <summary>
    /// SME: the host encrypts its own memory (CC_ATTR_HOST_MEM_ENCRYPT); transparent SME is none of the kernel's.
    /// </summary>
    public bool Sme { get; init; }

    /// <summary>
    /// The kernel tries to switch SEV-SNP on; null where the file does not say: where a guest needs it.
    /// </summary>
    public bool? Snp { get; init; }

    /// <summary>
    /// CPUID Fn8000_001F, EAX[10]: the caches keep the encrypted and the plain alias of a page coherent.
    /// </summary>
    public bool SmeCoherent { get; init; } = true;

    public bool VfioFlush { get; init; }
    public bool VfioForcesNoSnoopOff { get; init; }

    /// <summary>The same machine with a kernel of kernel.org.</summary>
    public Host Under(KernelVersion kernel) => this with { Kernel = kernel, VendorKernel = null };

    /// <summary>KVM runs on SVM and nested paging; the other x86 vendors have VMX and EPT. Source:
    /// arch/x86/kvm/svm/svm.c:__kvm_is_svm_supported (AMD and Hygon only).</summary>
    public bool HasSvm => Vendor is CpuVendor.Amd or CpuVendor.Hygon;

    /// <summary>The guest that this host runs in; null for a real machine.</summary>
    public string? InGuest { get; init; }
}
