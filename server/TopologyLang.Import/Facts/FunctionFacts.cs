using TopologyLang.Import.Binary;
using TopologyLang.Import.Pci;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Facts;

/// <summary>What is known of one PCI function, each with its place. Null is always: not known.</summary>
public sealed record FunctionFacts(PciAddress Address)
{
    private const int NotAnswering = 0xffff;

    /// <summary>Where it was found at all.</summary>
    public string From { get; init; } = "named by a table";

    public int? Vendor { get; init; }

    public int? Device { get; init; }

    /// <summary>Maker and product in words; printable ASCII.</summary>
    public string? Product { get; init; }

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

    /// <summary>
    /// With what the bytes of the configuration space say. A function that does not answer reads as ones: it is asleep
    /// or gone. Of one whose list of capabilities is damaged only the header counts. Neither is a reason to refuse the
    /// machine.
    /// </summary>
    /// <exception cref="ImportException">There are too few bytes for a header.</exception>
    public FunctionFacts WithConfig(ByteView config, string file)
    {
        if (config.Length >= 2 && config.U16(0) == NotAnswering)
        {
            return this with { ConfigProblem = $"{file}: the function does not answer" };
        }

        try
        {
            return With(ConfigSpace.Decode(config), file);
        }
        catch (ImportException damage) when (config.Length > ConfigSpace.HeaderLength)
        {
            return With(ConfigSpace.Decode(config.Slice(0, ConfigSpace.HeaderLength)), file) with
            {
                ConfigProblem = damage.Message,
            };
        }
    }

    private FunctionFacts With(ConfigSpace config, string file) =>
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
