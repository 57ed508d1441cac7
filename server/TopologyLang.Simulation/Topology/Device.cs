namespace TopologyLang.Simulation.Topology;

public enum DeviceBus
{
    Platform,
    Pcie,
}

/// <summary>
/// The function's <i>Enable No Snoop</i> bit (Device Control, bit 11) and whether its driver makes use of it.
/// </summary>
public enum NoSnoop
{
    HardwiredZero,
    Disabled,
    Enabled,
    Used,
}

/// <summary>In which order a device's reads of different buffers reach memory.</summary>
public enum DeviceReads
{
    /// <summary>One after the other.</summary>
    Ordered,

    /// <summary>Several at a time: each waits for its own completion alone.</summary>
    Pipelined,
}

/// <summary>What is known of an IOMMU in front of a device that is behind no declared one.</summary>
public enum UnnamedIommu
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>Nobody has seen whether there is one.</summary>
    Unknown,
}

public enum VariantDriver
{
    None,
    WantsNoSnoop,
}

public sealed record Device
{
    public required string Name { get; init; }
    public required string Host { get; init; }

    /// <summary>The IOMMU that translates for it; null where there is none in front of it.</summary>
    public string? Iommu { get; init; }

    public DeviceBus Bus { get; init; } = DeviceBus.Platform;

    /// <summary>
    /// Domain, bus, device and function as <c>0000:00:02.0</c>; null for a device that is no PCIe function.
    /// </summary>
    public string? Address { get; init; }

    public NoSnoop NoSnoop { get; init; } = NoSnoop.Enabled;
    public bool DmaCoherent { get; init; } = true;
    public bool Canwbs { get; init; }
    public bool Cpm { get; init; } = true;
    public bool Dacs { get; init; }
    public bool Ats { get; init; }
    public bool Pasid { get; init; }

    /// <summary>The IOMMU group that it shares with others of its host; null: a group of its own.</summary>
    public string? Group { get; init; }

    /// <summary>The host driver that holds it; null: none that would keep VFIO away.</summary>
    public string? Bound { get; init; }

    public string? Class { get; init; }

    /// <summary>
    /// How the driver on the program's side behaves (<c>i915</c>, ...); null: it does no cache maintenance.
    /// </summary>
    public string? Driver { get; init; }

    /// <summary>Vendor and device as <c>8086:0046</c>, in lower case; null where the file does not say.</summary>
    public string? PciId { get; init; }

    /// <summary>Behind an external port (Thunderbolt, USB4): the kernel does not trust it.</summary>
    public bool External { get; init; }

    public string? VfOf { get; init; }
    public string? MdevOf { get; init; }

    /// <summary>
    /// Of a device on a host that runs in a guest: the device of the machine below that the guest was given as this
    /// one.
    /// </summary>
    public string? Outer { get; init; }

    public bool Rmrr { get; init; }
    public DeviceReads Reads { get; init; }

    /// <summary>Counts where <see cref="Iommu"/> is null.</summary>
    public UnnamedIommu UnnamedIommu { get; init; }
    public VariantDriver VariantDriver { get; init; }
}
