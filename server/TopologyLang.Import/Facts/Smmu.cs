using System.Collections.Immutable;
using TopologyLang.Import.DeviceTree;
using TopologyLang.Import.Reading;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Import.Facts;

/// <summary>
/// Arm's SMMUs: what the firmware says of their page walks, and what the driver logs of their features.
/// </summary>
internal static class Smmu
{
    /// <summary>
    /// Bits of the driver's own word of features. Source: Linux drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.h
    /// (ARM_SMMU_FEAT_*): 9 and 10 have stood there since 4.2, S2FWB since 6.13.
    /// </summary>
    private const int TransS1 = 9;
    private const int TransS2 = 10;
    private const int S2Fwb = 23;

    private static readonly KernelVersion HasS2FwbBit = new(6, 13);

    /// <param name="placed">Its node, where it was found in a device tree; else the tree is asked for its
    /// address.</param>
    public static UnitFacts Read(
        Evidence evidence,
        string sysfsName,
        string from,
        bool isVersion3,
        PlacedNode? placed = null
    )
    {
        var address = UnitModels.AddressIn(sysfsName);
        placed ??= address is { } at ? evidence.Tree?.UnitAt(at) : null;
        var lines = ImmutableArray.CreateBuilder<Line>();
        lines.Add(
            CoherentWalk(evidence, address, placed) is { } coherent
                ? Line.YesNo("coherent_walk", coherent)
                : Line.Unknown("coherent_walk: neither IORT nor a device tree was seen; left to its default")
        );
        if (isVersion3)
        {
            lines.AddRange(Features(evidence, placed));
        }

        var model = isVersion3 ? "arm_smmu_v3" : "arm_smmu_v2";
        return new UnitFacts(sysfsName, UnitModels.DeclaredName(sysfsName), model, from, lines.ToImmutable());
    }

    /// <summary>
    /// The firmware's word overrules the unit's own. Source: Linux
    /// drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c:arm_smmu_device_acpi_probe, arm_smmu_device_dt_probe,
    /// arm_smmu_device_hw_probe ("IDR0.COHACC overridden by FW configuration").
    /// </summary>
    private static Read<bool>? CoherentWalk(Evidence evidence, ulong? address, PlacedNode? placed)
    {
        if (evidence.Iort?.Smmus.FirstOrDefault(smmu => smmu.Base == address) is { } node)
        {
            return new Read<bool>(
                node.CoherentWalk,
                $"{node.From}: {(node.IsVersion3 ? "COHACC override" : "coherent walk")}"
            );
        }

        return placed is not null
            ? placed.Coherent ?? new Read<bool>(false, $"{placed.Node.From}: no dma-coherent here or above")
            : null;
    }

    private static IEnumerable<Line> Features(Evidence evidence, PlacedNode? placed)
    {
        if (Logged(evidence, placed) is not { } features)
        {
            yield return Line.Unknown(
                "stage1, stage2, s2fwb: the driver's line of features was not seen; left to their defaults"
            );
            yield break;
        }

        yield return Line.YesNo("stage1", Bit(features, TransS1));
        yield return Line.YesNo("stage2", Bit(features, TransS2));
        if (HostReader.Kernel(evidence) is { } kernel && kernel.Value.Version >= HasS2FwbBit)
        {
            yield return Line.YesNo("s2fwb", Bit(features, S2Fwb));
        }
        else
        {
            yield return Line.Unknown("s2fwb: kernels before 6.13 do not look for it; left to its default");
        }
    }

    private static Read<bool> Bit(Read<ulong> features, int bit) =>
        new(((features.Value >> bit) & 1) != 0, $"{features.From}: bit {bit}");

    /// <summary>
    /// A device tree names the driver's device after the address; ACPI counts them, so there the lines are used only
    /// where they agree.
    /// </summary>
    private static Read<ulong>? Logged(Evidence evidence, PlacedNode? placed)
    {
        var lines = evidence.Log?.SmmuFeatures ?? [];
        var name = placed is null ? null : evidence.Tree?.Platform(placed.Node.PlatformName)?.Node.PlatformName;
        return lines.FirstOrDefault(line => line.Device == name).Features
            ?? (lines.Select(line => line.Features.Value).Distinct().Count() == 1 ? lines[0].Features : null);
    }
}
