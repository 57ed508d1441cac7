using System.Collections.Immutable;
using TopologyLang.Import.Binary;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Acpi;

/// <summary>A device of the ACPI namespace with the values that its own scope gives as constants.</summary>
/// <param name="Name">Its last name segment.</param>
/// <param name="HardwareId"><c>_HID</c>: an EISA identifier such as PNP0A08, or a string.</param>
/// <param name="Coherent"><c>_CCA</c>; null where it has none of its own.</param>
/// <param name="ComputesCoherent">Its _CCA is a method, which is not run: then it is not known.</param>
/// <param name="Parent">Place of the enclosing device in the list.</param>
public sealed record AcpiDevice(
    string Name,
    string? HardwareId,
    Read<bool>? Coherent,
    bool ComputesCoherent,
    int? Parent
);

/// <summary>
/// The devices of a DSDT or SSDT with <c>_HID</c> and <c>_CCA</c>. It finds declarations by their encoding and takes
/// constants; it is no interpreter, and a byte sequence inside of data that looks like a declaration would be taken for
/// one. Source: ACPI specification 6.5, 20.2 (AML grammar: DeviceOp 5Bh 82h, NameOp 08h, MethodOp 14h, PkgLength),
/// 6.2.17 (_CCA).
/// </summary>
public static class DefinitionBlock
{
    private const int ExtendedPrefix = 0x5b;
    private const int DeviceOperator = 0x82;
    private const int NameOperator = 0x08;
    private const int MethodOperator = 0x14;

    private sealed record Scope(int End, int Index);

    /// <exception cref="ImportException">No definition block, or its length or checksum is wrong.</exception>
    public static ImmutableArray<AcpiDevice> Devices(ByteView file, string signature)
    {
        var table = AcpiTable.Open(file, signature);
        var devices = ImmutableArray.CreateBuilder<AcpiDevice>();
        var open = new Stack<Scope>();
        for (var at = AcpiTable.HeaderLength; at < table.Length; at++)
        {
            while (open.TryPeek(out var scope) && at >= scope.End)
            {
                open.Pop();
            }

            if (Device(table, at, open.TryPeek(out var outer) ? outer.End : table.Length) is { } device)
            {
                devices.Add(
                    new AcpiDevice(device.Name, null, null, false, open.TryPeek(out var parent) ? parent.Index : null)
                );
                open.Push(new Scope(device.End, devices.Count - 1));
            }
            else if (open.TryPeek(out var inside))
            {
                devices[inside.Index] = WithValue(devices[inside.Index], table, at);
            }
        }

        return devices.ToImmutable();
    }

    /// <summary>
    /// A device's own _CCA or the nearest one above it, as Linux takes it (drivers/acpi/scan.c:acpi_init_coherency).
    /// </summary>
    public static Read<bool>? CoherencyOf(ImmutableArray<AcpiDevice> devices, AcpiDevice device)
    {
        for (AcpiDevice? at = device; at is not null; at = at.Parent is { } parent ? devices[parent] : null)
        {
            if (at.Coherent is not null || at.ComputesCoherent)
            {
                return at.Coherent;
            }
        }

        return null;
    }

    private static (string Name, int End)? Device(ByteView table, int at, int end)
    {
        if (at + 4 > table.Length || table.U8(at) != ExtendedPrefix || table.U8(at + 1) != DeviceOperator)
        {
            return null;
        }

        var lead = table.U8(at + 2);
        var more = lead >> 6;
        if (at + 3 + more + 4 > end)
        {
            return null;
        }

        var length = more == 0 ? lead & 0x3f : lead & 0x0f;
        for (var i = 0; i < more; i++)
        {
            length |= table.U8(at + 3 + i) << (4 + (8 * i));
        }

        var name = at + 3 + more;
        while (name < end && table.U8(name) is (byte)'\\' or (byte)'^')
        {
            name++;
        }

        var last = at + 2 + length;
        return last <= end && name + 4 <= last && IsSegment(table.At(name, 4))
            ? (table.Ascii(name, 4).TrimEnd('_'), last)
            : null;
    }

    private static bool IsSegment(ReadOnlySpan<byte> segment)
    {
        foreach (var character in segment)
        {
            if (character is not ((>= (byte)'A' and <= (byte)'Z') or (>= (byte)'0' and <= (byte)'9') or (byte)'_'))
            {
                return false;
            }
        }

        return true;
    }

    private static AcpiDevice WithValue(AcpiDevice device, ByteView table, int at)
    {
        if (at + 6 > table.Length)
        {
            return device;
        }

        // A method whose length is 8 has the byte of NameOp before its name.

        return (table.U8(at), table.Ascii(at + 1, 4)) switch
        {
            (NameOperator, "_CCA") when table.U8(at - 1) != MethodOperator && Integer(table, at + 5) is { } value =>
                device with
                {
                    Coherent = new Read<bool>(value != 0, table.Place(at)),
                },
            (NameOperator, "_HID") => device with { HardwareId = device.HardwareId ?? HardwareId(table, at + 5) },
            (MethodOperator, _) when at + 6 <= table.Length && IsMethodCca(table, at) => device with
            {
                ComputesCoherent = true,
            },
            _ => device,
        };
    }

    private static bool IsMethodCca(ByteView table, int at)
    {
        var name = at + 2 + (table.U8(at + 1) >> 6);
        return name + 4 <= table.Length && table.Ascii(name, 4) == "_CCA";
    }

    private static int? Integer(ByteView table, int at) =>
        table.U8(at) switch
        {
            0x00 => 0,
            0x01 or 0xff => 1,
            0x0a when at + 1 < table.Length => table.U8(at + 1),
            _ => null,
        };

    private static string? HardwareId(ByteView table, int at)
    {
        const int dwordPrefix = 0x0c;
        const int stringPrefix = 0x0d;
        if (table.U8(at) == dwordPrefix && at + 5 <= table.Length)
        {
            return Eisa(table.At(at + 1, 4));
        }

        if (table.U8(at) != stringPrefix)
        {
            return null;
        }

        var end = table.At(at + 1, table.Length - at - 1).IndexOf((byte)0);
        return end < 0 ? null : table.Ascii(at + 1, end);
    }

    /// <summary>
    /// Three letters of five bits and four hexadecimal digits, most significant byte first (ACPI 19.6.37, EISAID).
    /// </summary>
    private static string Eisa(ReadOnlySpan<byte> bytes)
    {
        var letters = (bytes[0] << 8) | bytes[1];
        return string.Concat(
                (char)('@' + ((letters >> 10) & 0x1f)),
                (char)('@' + ((letters >> 5) & 0x1f)),
                (char)('@' + (letters & 0x1f))
            ) + Convert.ToHexString(bytes[2..]);
    }
}
