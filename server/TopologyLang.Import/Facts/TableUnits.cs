using System.Globalization;
using TopologyLang.Import.Acpi;
using TopologyLang.Import.DeviceTree;
using TopologyLang.Import.Pci;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Facts;

/// <summary>
/// The units that firmware describes, under the names that the kernel would give them, and which of them is a
/// function's.
/// </summary>
public static class TableUnits
{
    internal static IEnumerable<UnitFacts> Read(Evidence evidence)
    {
        foreach (var (unit, index) in (evidence.Dmar?.Units ?? []).Select((unit, index) => (unit, index)))
        {
            yield return X86Units.Vtd(evidence, Counted("dmar", index), unit.From, null, null, null);
        }

        foreach (var (unit, index) in (evidence.Ivrs?.Units ?? []).Select((unit, index) => (unit, index)))
        {
            yield return X86Units.Amd(evidence, Counted("ivhd", index), unit.From);
        }

        foreach (var smmu in evidence.Iort?.Smmus ?? [])
        {
            yield return Smmu.Read(evidence, Name(smmu), smmu.From, smmu.IsVersion3);
        }

        foreach (var unit in evidence.Viot?.Units ?? [])
        {
            yield return new UnitFacts(Name(unit), UnitModels.DeclaredName(Name(unit)), "virtio", unit.From, []);
        }

        foreach (var unit in evidence.Rimt?.Units ?? [])
        {
            yield return new UnitFacts(Name(unit), UnitModels.DeclaredName(Name(unit)), "riscv", unit.From, []);
        }

        foreach (var (placed, model) in evidence.Tree?.Units ?? [])
        {
            yield return OfTree(evidence, placed, model);
        }
    }

    /// <summary>The name of the unit that the firmware puts in front of a function; null where it names none.</summary>
    public static Read<string>? Of(Evidence evidence, PciAddress function) =>
        OfDmar(evidence, function)
        ?? OfIvrs(evidence, function)
        ?? (
            evidence.Iort?.SmmuOf(function.Segment, function.RequesterId) is { } smmu
                ? new Read<string>(Name(smmu), smmu.From)
                : null
        )
        ?? (evidence.Viot?.UnitOf(function) is { } viot ? new Read<string>(Name(viot), viot.From) : null)
        ?? (evidence.Rimt?.UnitOf(function) is { } rimt ? new Read<string>(Name(rimt), rimt.From) : null)
        ?? (evidence.Tree?.UnitOf(function) is { } placed ? new Read<string>(Name(placed), placed.Node.From) : null);

    /// <summary>
    /// The first unit whose scope names the function or a bridge above it, else the one for all others of the segment.
    /// Source: Linux drivers/iommu/intel/dmar.c:dmar_find_matched_drhd_unit; Intel VT-d specification 8.3.
    /// </summary>
    private static Read<string>? OfDmar(Evidence evidence, PciAddress function)
    {
        if (evidence.Dmar is not { } dmar)
        {
            return null;
        }

        var units = dmar
            .Units.Select((unit, index) => (unit, index))
            .Where(pair => pair.unit.Segment == function.Segment)
            .ToList();
        var scoped = units
            .Where(pair => !pair.unit.IncludesAll)
            .FirstOrDefault(pair =>
                pair.unit.Scopes.Any(scope => Covers(evidence, scope, pair.unit.Segment, function))
            );
        var found = scoped.unit is not null ? scoped : units.FirstOrDefault(pair => pair.unit.IncludesAll);
        return found.unit is null ? null : new Read<string>(Counted("dmar", found.index), found.unit.From);
    }

    internal static bool Covers(Evidence evidence, DmarScope scope, int segment, PciAddress function)
    {
        var buses = evidence
            .Functions.Where(bridge => bridge.Bridge is not null)
            .ToDictionary(bridge => bridge.Address, bridge => bridge.Bridge!.Value);
        if (
            scope.Kind is not (DmarScopeKind.Endpoint or DmarScopeKind.Bridge)
            || scope.Resolve(segment, bridge => buses.TryGetValue(bridge, out var range) ? range.Secondary : null)
                is not { } named
        )
        {
            return false;
        }

        return named == function
            || (
                scope.Kind == DmarScopeKind.Bridge
                && function.Segment == named.Segment
                && buses.TryGetValue(named, out var below)
                && function.Bus >= below.Secondary
                && function.Bus <= below.Subordinate
            );
    }

    private static Read<string>? OfIvrs(Evidence evidence, PciAddress function)
    {
        foreach (var (unit, index) in (evidence.Ivrs?.Units ?? []).Select((unit, index) => (unit, index)))
        {
            if (
                unit.Segment == function.Segment
                && unit.RequesterId != function.RequesterId
                && unit.Devices.Any(range => function.RequesterId >= range.First && function.RequesterId <= range.Last)
            )
            {
                return new Read<string>(Counted("ivhd", index), unit.From);
            }
        }

        return null;
    }

    private static UnitFacts OfTree(Evidence evidence, PlacedNode placed, string model)
    {
        var (name, declared) = (Name(placed), UnitModels.DeclaredName(NameAtAddress(placed)));
        return model is "arm_smmu_v3" or "arm_smmu_v2"
            ? Smmu.Read(evidence, name, placed.Node.From, model == "arm_smmu_v3", placed) with
            {
                Name = declared,
            }
            : new UnitFacts(name, declared, model, placed.Node.From, []);
    }

    private static string Counted(string prefix, int index) => prefix + index.ToString(CultureInfo.InvariantCulture);

    private static string Name(IortSmmu smmu) => UnitModels.SmmuName(smmu.IsVersion3, smmu.Base);

    private static string Name(ViotUnit unit) =>
        unit.Function?.ToString() ?? string.Create(CultureInfo.InvariantCulture, $"{unit.Base:x}.virtio_mmio");

    private static string Name(RimtUnit unit) =>
        "riscv-iommu@" + (unit.Function?.ToString() ?? string.Create(CultureInfo.InvariantCulture, $"{unit.Base:x}"));

    /// <summary>Of a unit of the device tree; no other one there has it.</summary>
    internal static string Name(PlacedNode placed) =>
        placed.Earlier == 0
            ? NameAtAddress(placed)
            : string.Create(CultureInfo.InvariantCulture, $"{NameAtAddress(placed)} ({placed.Earlier + 1})");

    private static string NameAtAddress(PlacedNode placed)
    {
        var isVersion3 = placed.Node.IsCompatible("arm,smmu-v3");
        return
            (
                isVersion3
                || placed
                    .Node.Strings("compatible")
                    .Any(name => name is "arm,smmu-v1" or "arm,smmu-v2" or "arm,mmu-500")
            )
            && ulong.TryParse(
                placed.Node.UnitAddress,
                NumberStyles.HexNumber,
                CultureInfo.InvariantCulture,
                out var address
            )
            ? UnitModels.SmmuName(isVersion3, address)
            : placed.Node.PlatformName;
    }
}
