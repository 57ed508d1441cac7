using TopologyLang.Import.Pci;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Facts;

/// <summary>What is known of one PCI function, each with its place. Null is always: not known.</summary>
public sealed record FunctionFacts(PciAddress Address)
{
    /// <summary>Where it was found at all.</summary>
    public string From { get; init; } = "named by a table";

    public int? Vendor { get; init; }

    public int? Device { get; init; }

    /// <summary>Base class, subclass and programming interface, one byte each.</summary>
    public Read<int>? ClassCode { get; init; }

    /// <summary>The host driver that holds it; empty where none does.</summary>
    public Read<string>? Driver { get; init; }

    /// <summary>The number of its IOMMU group; empty where it has none.</summary>
    public Read<string>? Group { get; init; }

    /// <summary>The IOMMU's name in sysfs; empty where the kernel has none for it.</summary>
    public Read<string>? Unit { get; init; }

    public Read<bool>? IsExpress { get; init; }
    public Read<bool>? NoSnoopEnabled { get; init; }
    public Read<bool>? AtsEnabled { get; init; }
    public Read<bool>? PasidEnabled { get; init; }
    public VirtualFunctions? Virtual { get; init; }

    /// <summary>Of a bridge: the bus behind it and the last one below it.</summary>
    public (int Secondary, int Subordinate)? Bridge { get; init; }

    /// <summary>Why its configuration space says nothing; null where it was read.</summary>
    public string? ConfigProblem { get; init; }

    public bool IsBridge => Bridge is not null || ClassCode?.Value >> 16 == PciClass.Bridge;

    public FunctionFacts With(ConfigSpace config, string file) =>
        this with
        {
            Vendor = config.Vendor,
            Device = config.Device,
            ClassCode = new Read<int>(config.ClassCode, $"{file}+0x9"),
            IsExpress = config.IsExpress,
            NoSnoopEnabled = config.NoSnoopEnabled,
            AtsEnabled = config.AtsEnabled,
            PasidEnabled = config.PasidEnabled,
            Virtual = config.Virtual,
            Bridge = config.Bridge,
        };
}
