using System.Globalization;
using TopologyLang.Import.Binary;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Pci;

/// <summary>
/// What a function's configuration space says about coherency. Null is always: not known from these bytes.
/// Source: PCI Express base specification 7.5.1 (headers), 7.5.3.4 (Device Control), 9.3.3 (SR-IOV), 10.5.1 (ATS),
/// 7.8.8 (PASID); Linux include/uapi/linux/pci_regs.h.
/// </summary>
public sealed record ConfigSpace
{
    public const int HeaderLength = 64;

    private const int ExpressIdentifier = 0x10;
    private const int DeviceControl = 8;
    private const int EnableNoSnoop = 1 << 11;
    private const int SriovIdentifier = 0x10;
    private const int AtsIdentifier = 0x0f;
    private const int PasidIdentifier = 0x1b;
    private const int BridgeHeader = 1;

    public required int Vendor { get; init; }
    public required int Device { get; init; }

    /// <summary>Base class, subclass and programming interface, one byte each.</summary>
    public required int ClassCode { get; init; }

    /// <summary>Of a bridge: the bus behind it and the last bus below it.</summary>
    public (int Secondary, int Subordinate)? Bridge { get; init; }

    /// <summary>False: the function has no PCI Express capability, so no Device Control register.</summary>
    public Read<bool>? IsExpress { get; init; }

    public Read<bool>? NoSnoopEnabled { get; init; }
    public Read<bool>? AtsEnabled { get; init; }
    public Read<bool>? PasidEnabled { get; init; }
    public VirtualFunctions? Virtual { get; init; }

    /// <exception cref="ImportException">The bytes are no configuration space.</exception>
    public static ConfigSpace Decode(ByteView config)
    {
        if (config.Length < HeaderLength)
        {
            throw config.Error(config.Length, "a configuration space has a header of 64 bytes");
        }

        var express = PciCapabilities.Find(config, ExpressIdentifier);
        return new ConfigSpace
        {
            Vendor = config.U16(0),
            Device = config.U16(2),
            ClassCode = (int)(config.U32(8) >> 8),
            Bridge = (config.U8(0x0e) & 0x7f) == BridgeHeader ? (config.U8(0x19), config.U8(0x1a)) : null,
            IsExpress = express.IsKnown
                ? new Read<bool>(express.Offset is not null, config.Place(express.Offset ?? 0x34))
                : null,
            NoSnoopEnabled = express.Offset is { } at ? NoSnoop(config, at) : null,
            AtsEnabled = Control(config, AtsIdentifier, control => (control & 0x8000) != 0),
            PasidEnabled = Control(config, PasidIdentifier, control => (control & 1) != 0),
            Virtual = PciCapabilities.FindExtended(config, SriovIdentifier).Offset is { } sriov
                ? VirtualFunctions.Decode(config, sriov)
                : null,
        };
    }

    private static Read<bool>? NoSnoop(ByteView config, int express)
    {
        var at = express + DeviceControl;
        if (at + 2 > config.Length)
        {
            return null;
        }

        var control = config.U16(at);
        return new Read<bool>(
            (control & EnableNoSnoop) != 0,
            string.Create(CultureInfo.InvariantCulture, $"{config.Place(at)}: Device Control 0x{control:x4}")
        );
    }

    /// <summary>
    /// A control register at +6 of an extended capability; a function without the capability has it off.
    /// </summary>
    private static Read<bool>? Control(ByteView config, int identifier, Func<int, bool> isEnabled) =>
        PciCapabilities.FindExtended(config, identifier) switch
        {
            { Offset: { } at } => new Read<bool>(isEnabled(config.U16(at + 6)), config.Place(at + 6)),
            { IsKnown: true } => new Read<bool>(false, config.File),
            _ => null,
        };
}
