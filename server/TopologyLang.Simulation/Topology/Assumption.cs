namespace TopologyLang.Simulation.Topology;

/// <summary>
/// What a file may leave open about a machine, where real machines differ and the default is not the safe side: a
/// verdict has to hold for the other value too, or has to name it.
/// </summary>
public enum AssumedFact
{
    /// <summary>VT-d ECAP.SC. Many client units and some server units lack it.</summary>
    SnoopControl,

    /// <summary>VT-d in legacy mode; the other value is scalable mode with first-stage tables.</summary>
    LegacyMode,

    /// <summary>The same of a unit whose first stage the file gives.</summary>
    LegacyModeAlone,

    /// <summary>A VT-d unit in scalable mode without first-stage tables.</summary>
    NoFirstStage,

    /// <summary>CPUs with VMX and an IOMMU of Intel's; the other value is SVM and AMD-Vi.</summary>
    IntelCpus,

    /// <summary>x86 CPUs that snoop themselves. Linux takes it from those before Ivy Bridge
    /// (arch/x86/kernel/cpu/intel.c:check_memory_type_self_snoop_errata).</summary>
    SelfSnoop,

    /// <summary>Arm CPUs without FEAT_S2FWB.</summary>
    NoFwb,

    /// <summary>The firmware calls the device coherent, where that is the firmware's to say.</summary>
    CoherentDevice,

    /// <summary>The same of a device whose path to memory (<c>cpm</c>) the file gives.</summary>
    CoherentDeviceAlone,

    /// <summary>
    /// The firmware does not call the device coherent. Only beside a mapping that is not write-back is that the unsafe
    /// side: a device that snoops finds what the CPU's accesses left behind in the caches.
    /// </summary>
    BypassingDevice,

    /// <summary>A device that is not coherent does not say that its attributes are (<c>dacs</c>).</summary>
    NoAttributes,

    /// <summary>The root complex honours no-snoop; as with <see cref="BypassingDevice"/>.</summary>
    NoSnoopHonoured,

    /// <summary>The function can set no-snoop; as with <see cref="BypassingDevice"/>.</summary>
    NoSnoopEnabled,

    /// <summary>
    /// The root complex does not force requests to write-back; as with <see cref="BypassingDevice"/>.
    /// </summary>
    NoCanwbs,

    /// <summary>An SMMUv3 with stage 1.</summary>
    StageOne,

    /// <summary>An Arm machine's IOMMU is an SMMUv3; the other value is an SMMUv2.</summary>
    SmmuV3,

    /// <summary>A platform device, which has no no-snoop; the other value is a PCIe function.</summary>
    PlatformDevice,

    /// <summary>A driver that is not known does not make its device use no-snoop, in the built-in programs.</summary>
    OrdinaryDriver,

    /// <summary>A VMM other than QEMU tells KVM of the devices.</summary>
    RegisteringVmm,

    /// <summary>A PCIe function without address translation services.</summary>
    NoAts,

    /// <summary>A host with no more CPUs than the default; the other value has some that no program names.</summary>
    FewCpus,
}

/// <summary>A declaration that leaves such a fact open, so that the default is taken.</summary>
/// <param name="Host">The host that it stands on, or is.</param>
/// <param name="Name">Of the host, IOMMU, device or guest.</param>
public readonly record struct Assumption(AssumedFact Fact, string Host, string Name);
