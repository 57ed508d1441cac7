using System.Collections.Immutable;

namespace TopologyLang.Simulation.Topology;

public enum Viommu
{
    None,
    IntelVtd,
    AmdVi,
    ArmSmmuV3,
    Virtio,
}

/// <summary>The three states of seed 003's discussion; kernel is what Linux does.</summary>
public enum GuestWbinvdPolicy
{
    Kernel,
    ForceOn,
    ForceOff,
}

/// <summary>How the hardware keeps a guest's memory from its host (x86).</summary>
public enum Confidential
{
    None,

    /// <summary>AMD: encrypted memory.</summary>
    Sev,

    /// <summary>AMD: encrypted registers as well.</summary>
    SevEs,

    /// <summary>AMD: memory that the host cannot write or remap either.</summary>
    SevSnp,

    /// <summary>Intel: a trust domain.</summary>
    Tdx,
}

/// <summary>A device handed to a guest, through the domain that maps the guest's memory for it.</summary>
public readonly record struct Assignment(string Device, string Domain);

public sealed record Guest
{
    public required string Name { get; init; }
    public required string Host { get; init; }
    public string Vmm { get; init; } = "qemu";

    /// <summary>Null where the file does not say: taken as the newest that was read.</summary>
    public Version? VmmVersion { get; init; }

    public Confidential Confidential { get; init; }

    /// <summary>Its private memory is apart from what its devices reach (guest_memfd), and changes hands page by
    /// page.</summary>
    public bool HasPrivateMemory => Confidential is Confidential.SevSnp or Confidential.Tdx;

    public int Vcpus { get; init; } = 1;

    /// <summary>In bytes; null where the file does not say.</summary>
    public ulong? Memory { get; init; }

    public ImmutableArray<Assignment> Assign { get; init; } = [];

    /// <summary>The VMM registers the devices with KVM through its kvm-vfio device.</summary>
    public bool KvmVfio { get; init; } = true;

    public Viommu Viommu { get; init; }

    /// <summary>KVM_X86_QUIRK_IGNORE_GUEST_PAT; null: as the kernel version has it.</summary>
    public bool? IgnoreGuestPat { get; init; }

    public GuestWbinvdPolicy Wbinvd { get; init; }
}
