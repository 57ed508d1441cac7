using System.Collections.Immutable;
using TopologyLang.Import.Facts;
using TopologyLang.Import.Pci;
using TopologyLang.Import.Reading;
using TopologyLang.Import.Writing;

namespace TopologyLang.Import;

/// <summary>Turns what was collected of a machine into .topo text.</summary>
public static class Importer
{
    private const string Host = "machine";

    /// <returns>
    /// Text that checks without errors; the same for the same evidence. Laying it out is the formatter's work.
    /// </returns>
    /// <exception cref="ImportException">It describes nothing that the language has a word for.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static string ToTopology(Evidence evidence, CancellationToken cancellation = default)
    {
        var units = UnitReader.Read(evidence, cancellation);
        var declared = Declared(evidence.Functions, units);
        var platform = PlatformReader.Read(evidence, units);
        if (units.Length == 0 && declared.Length == 0 && platform.Length == 0)
        {
            throw new ImportException($"{evidence.Files.Origin} names no IOMMU and no PCI function");
        }

        var named = declared.Concat(NamedByTables(evidence)).ToImmutableArray();
        var architecture = HostReader.Architecture(evidence)?.Value ?? "x86_64";
        ImmutableArray<Declaration> declarations =
        [
            new Declaration($"host {Host}", "", HostReader.Read(evidence)),
            .. units.Select(unit => new Declaration(
                $"iommu {unit.Name} on {Host}",
                Doc(unit),
                [new Line("model", unit.Model, unit.From), .. unit.Lines]
            )),
            .. named.Select(function =>
            {
                cancellation.ThrowIfCancellationRequested();
                var (clause, why) = Place(evidence, units, function);
                return new Declaration(
                    $"device {DeviceNames.Of(function)} {clause}",
                    function.Product ?? "",
                    [.. why, .. DeviceReader.Read(evidence, function, architecture, named)]
                );
            }),
            .. platform.Select(device => new Declaration(
                $"device {device.Name} behind {units.First(unit => unit.SysfsName == device.Unit).Name}",
                "",
                device.Lines
            )),
        ];
        return TopoText.Of(Introduction(evidence), declarations, Afterwards(evidence, units, declared, named));
    }

    /// <summary>
    /// Every function but bridges and IOMMUs; a bridge where it shares its group with one of these, because then its
    /// driver counts.
    /// </summary>
    private static ImmutableArray<FunctionFacts> Declared(
        ImmutableArray<FunctionFacts> all,
        ImmutableArray<UnitFacts> units
    )
    {
        bool IsUnit(FunctionFacts function) =>
            function.ClassCode?.Value >> 8 == PciClass.Iommu
            || units.Any(unit => PciAddress.TryParse(unit.SysfsName) == function.Address);

        var groups = all.Where(function =>
                !function.IsBridge && !IsUnit(function) && function.Group is { Value.Length: > 0 }
            )
            .Select(function => function.Group!.Value)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. all.Where(function =>
                !IsUnit(function)
                && (
                    !function.IsBridge
                    || (function.Group is { Value.Length: > 0 } group && groups.Contains(group.Value))
                )
            ),
        ];
    }

    /// <summary>Where no functions were listed, the endpoints that VT-d's table names one by one.</summary>
    private static IEnumerable<FunctionFacts> NamedByTables(Evidence evidence) =>
        evidence.Functions.Length > 0 || evidence.Dmar is null
            ? []
            : evidence
                .Dmar.Units.SelectMany(unit => unit.Scopes.Select(scope => (unit.Segment, scope)))
                .Concat(
                    evidence.Dmar.Reserved.SelectMany(memory => memory.Scopes.Select(scope => (memory.Segment, scope)))
                )
                .Where(pair => pair.scope.Kind == Acpi.DmarScopeKind.Endpoint)
                .Select(pair => pair.scope.Resolve(pair.Segment, _ => null))
                .OfType<PciAddress>()
                .Distinct()
                .Order()
                .Select(address => new FunctionFacts(address));

    private static (string Clause, ImmutableArray<Line> Why) Place(
        Evidence evidence,
        ImmutableArray<UnitFacts> units,
        FunctionFacts function
    )
    {
        var read =
            function.Unit
            ?? (UnitReader.KernelShowsNone(evidence) ? null : TableUnits.Of(evidence, function.Address))
            ?? (
                units.Length == 1
                    ? new Read<string>(
                        units[0].SysfsName,
                        "not seen which IOMMU is in front of it; there is only this one"
                    )
                    : null
            );
        return read is null
                ? (
                    $"on {Host}",
                    UnitReader.KernelShowsNone(evidence)
                        ? [Line.Unknown("the kernel shows no IOMMU in front of any function: none is in use")]
                        : [new Line("iommu", "unknown", "which IOMMU is in front of it was not seen")]
                )
            : read.Value.Length == 0
                ? ($"on {Host}", [Line.Unknown($"{read.From}(empty): the kernel has no IOMMU for it")])
            : units.FirstOrDefault(unit => unit.SysfsName == read.Value) is { } unit
                ? ($"behind {unit.Name}", [Line.Unknown($"behind {unit.Name}: {read.From}")])
            : (
                $"on {Host}",
                [new Line("iommu", "unknown", $"{read.From}: an IOMMU that the language has no model for")]
            );
    }

    /// <summary>What the firmware says of functions that were not listed.</summary>
    private static IEnumerable<string> OfPciFunctions(Evidence evidence)
    {
        foreach (var complex in evidence.Iort?.RootComplexes ?? [])
        {
            var memory = complex.Memory;
            yield return $"Those of segment {complex.Segment} have dma_coherent = {YesNo(memory.Coherent)}, cpm = "
                + $"{YesNo(memory.Cpm)}, dacs = {YesNo(memory.Dacs)}, canwbs = {YesNo(memory.Canwbs)} ({memory.From}).";
        }

        foreach (var host in evidence.Tree?.PciHosts ?? [])
        {
            yield return $"Those below {host.Node.Name} have dma_coherent = {YesNo(host.Coherent?.Value == true)} "
                + $"({host.Coherent?.From ?? host.Node.From + ": no dma-coherent here or above"}).";
        }
    }

    private static string YesNo(bool value) => value ? "yes" : "no";

    private static string Doc(UnitFacts unit) =>
        unit.Registers is not { } registers ? ""
        : registers.SnoopControl ? "Snoop control (ECAP.SC): its page tables can block no-snoop."
        : "No snoop control (ECAP.SC): nothing behind this unit can be kept from no-snoop.";

    private static IEnumerable<string> Introduction(Evidence evidence)
    {
        yield return $"Read from {evidence.Files.Origin} by topo import. Behind each value stands "
            + "where it was read (files: docs/import.md).";
        if (evidence.Log is { Boots: > 1 and var boots })
        {
            yield return $"The log holds {boots} boots; the last one counts.";
        }

        foreach (var note in evidence.Files.Notes)
        {
            yield return "Not seen: " + note;
        }

        if (UnitReader.KernelShowsNone(evidence) && evidence.Functions.Length > 0)
        {
            yield return TableUnits.Read(evidence).Any()
                ? "The firmware describes IOMMUs, and the kernel uses none of them."
                : "The kernel runs no IOMMU.";
        }
    }

    private static IEnumerable<string> Afterwards(
        Evidence evidence,
        ImmutableArray<UnitFacts> units,
        ImmutableArray<FunctionFacts> declared,
        ImmutableArray<FunctionFacts> named
    )
    {
        ImmutableArray<PciAddress> left = [.. evidence.Functions.Except(declared).Select(function => function.Address)];
        if (left.Length > 0)
        {
            yield return "Left out, being bridges alone in their groups or IOMMUs themselves:";
            foreach (var few in left.Chunk(8))
            {
                yield return "  " + string.Join(", ", few);
            }
        }

        if (evidence.Functions.Length == 0)
        {
            yield return units.Length > 0
                ? "No PCI functions were listed here: add the devices."
                : "No PCI functions were listed here.";
            foreach (var line in OfPciFunctions(evidence))
            {
                yield return line;
            }
        }

        if (named.FirstOrDefault(function => !function.IsBridge) is { } first)
        {
            yield return "To ask what happens when a guest gets a device:";
            yield return $"  domain space on {Host} {{ api = vfio_type1  attach = [{DeviceNames.Of(first)}] }}";
        }
    }
}
