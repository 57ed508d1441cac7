using System.Collections.Immutable;
using TopologyLang.Import.Binary;
using TopologyLang.Import.Pci;

namespace TopologyLang.Import.Acpi;

public enum DmarScopeKind
{
    Endpoint = 1,
    Bridge = 2,
    IoApic = 3,
    Hpet = 4,
    AcpiDevice = 5,
}

/// <summary>
/// A device scope: a start bus and a path of device and function numbers, each a step through one more bridge.
/// Source: Intel VT-d specification 8.3.1 (Device Scope Structure).
/// </summary>
public sealed record DmarScope(
    DmarScopeKind Kind,
    int StartBus,
    ImmutableArray<(int Device, int Function)> Path,
    string From
)
{
    private const int HeaderLength = 6;

    internal static ImmutableArray<DmarScope> DecodeAll(ByteView structure, int first) =>
        [.. AcpiTable.Structures(structure, first, HeaderLength, scope => scope.U8(1)).Select(Decode)];

    /// <summary>The function that the path leads to; null where a bridge on the way is not known.</summary>
    /// <param name="secondaryBus">The bus behind the bridge at this address.</param>
    public PciAddress? Resolve(int segment, Func<PciAddress, int?> secondaryBus)
    {
        var address = new PciAddress(segment, StartBus, Path[0].Device, Path[0].Function);
        foreach (var (device, function) in Path.Skip(1))
        {
            if (secondaryBus(address) is not { } bus)
            {
                return null;
            }

            address = new PciAddress(segment, bus, device, function);
        }

        return address;
    }

    private static DmarScope Decode(ByteView scope)
    {
        if (scope.Length < HeaderLength + 2 || scope.Length % 2 != 0)
        {
            throw scope.Error(1, $"a device scope of {scope.Length} bytes has no whole path");
        }

        var path = Enumerable
            .Range(0, (scope.Length - HeaderLength) / 2)
            .Select(step => (scope.U8(HeaderLength + (2 * step)) & 0x1f, scope.U8(HeaderLength + (2 * step) + 1) & 7));
        return new DmarScope((DmarScopeKind)scope.U8(0), scope.U8(5), [.. path], scope.Place(0));
    }
}
