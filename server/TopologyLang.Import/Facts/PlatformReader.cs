using System.Collections.Immutable;
using TopologyLang.Import.DeviceTree;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Facts;

/// <summary>A device that is no PCI function, behind an IOMMU.</summary>
/// <param name="Unit">The IOMMU's name in sysfs.</param>
public sealed record PlatformDevice(string Name, string Unit, ImmutableArray<Line> Lines);

/// <summary>
/// Such devices as sysfs lists behind a unit; where that was not seen, those that the device tree's <c>iommus</c> put
/// there.
/// </summary>
public static class PlatformReader
{
    public static ImmutableArray<PlatformDevice> Read(Evidence evidence, ImmutableArray<UnitFacts> units)
    {
        // A device is behind one unit, whichever units list it.
        var listed = units
            .SelectMany(unit => unit.PlatformDevices.Select(name => (unit, name)))
            .DistinctBy(pair => pair.name)
            .Select(pair => Listed(evidence, pair.unit, pair.name))
            .ToImmutableArray();
        var devices =
            listed.Length > 0 || evidence.Functions.Length > 0
                ? listed
                :
                [
                    .. (evidence.Tree?.Masters ?? [])
                        .Select(pair => OfTree(pair.Device, pair.Unit, units))
                        .OfType<PlatformDevice>(),
                ];
        var names = DistinctNames.Of(devices.Select(device => device.Name), evidence.Functions.Select(DeviceNames.Of));
        return [.. devices.Zip(names, (device, name) => device with { Name = name })];
    }

    private static PlatformDevice Listed(Evidence evidence, UnitFacts unit, string name)
    {
        var placed = evidence.Tree?.Platform(name);
        return new PlatformDevice(
            Declared(name),
            unit.SysfsName,
            [
                new Line("bus", "platform", $"iommu/{unit.SysfsName}/devices"),
                placed is null
                    ? Line.Unknown("dma_coherent: no one device tree node of this name was seen; left to its default")
                    : Coherent(placed),
            ]
        );
    }

    private static PlatformDevice? OfTree(PlacedNode device, PlacedNode unit, ImmutableArray<UnitFacts> units) =>
        units.FirstOrDefault(known => known.SysfsName == TableUnits.Name(unit)) is { } known
            ? new PlatformDevice(
                Declared(device.Node.PlatformName),
                known.SysfsName,
                [new Line("bus", "platform", $"{device.Node.From}: iommus"), Coherent(device)]
            )
            : null;

    private static Line Coherent(PlacedNode placed) =>
        Line.YesNo(
            "dma_coherent",
            placed.Coherent ?? new Read<bool>(false, $"{placed.Node.From}: no dma-coherent here or above")
        );

    private static string Declared(string name) => DistinctNames.Word(name, "device");
}
