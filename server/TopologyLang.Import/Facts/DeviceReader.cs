using System.Collections.Immutable;
using System.Globalization;
using TopologyLang.Import.Acpi;
using TopologyLang.Import.Pci;
using TopologyLang.Import.Reading;
using TopologyLang.Simulation.Kernel.CommandLine;

namespace TopologyLang.Import.Facts;

/// <summary>The properties of a PCI function's declaration.</summary>
public static class DeviceReader
{
    private const int IntelVendor = 0x8086;
    private const int Display = 0x03;

    /// <param name="declared">All functions that get a declaration: a group is shared, a physical function named, among
    /// these.</param>
    public static ImmutableArray<Line> Read(
        Evidence evidence,
        FunctionFacts function,
        string architecture,
        ImmutableArray<FunctionFacts> declared
    )
    {
        var lines = ImmutableArray.CreateBuilder<Line>();
        lines.Add(new Line("bus", $"pcie {function.Address}", function.From));
        lines.AddRange(Class(function));
        lines.AddRange(Identity(function));
        lines.AddRange(Group(function, declared));
        lines.AddRange(Bound(function));
        lines.AddRange(NoSnoop(function, Physical(function, declared)));
        if (architecture != "x86_64")
        {
            lines.AddRange(Coherency(evidence, function, architecture));
        }

        lines.AddRange(Capabilities(function));
        lines.AddRange(ReservedMemory(evidence, function));
        if (function.Vendor == IntelVendor && function.ClassCode?.Value >> 16 == Display)
        {
            lines.Add(
                Line.Unknown(
                    "a GPU of Intel's: where i915 drives it in the guest, write driver = i915 (it uses no-snoop)"
                )
            );
        }

        return lines.ToImmutable();
    }

    /// <summary>Of a virtual function its physical one.</summary>
    public static FunctionFacts? Physical(FunctionFacts function, IEnumerable<FunctionFacts> all) =>
        all.FirstOrDefault(physical => physical.Virtual?.Contains(physical.Address, function.Address) == true);

    private static IEnumerable<Line> Class(FunctionFacts function)
    {
        if (PciClass.Of(function.ClassCode?.Value).Word is { } word)
        {
            var code = function.ClassCode!;
            yield return new Line(
                "class",
                word,
                string.Create(CultureInfo.InvariantCulture, $"{code.From}: 0x{code.Value:x6}")
            );
        }
    }

    /// <summary>Only where a kernel goes by it.</summary>
    private static IEnumerable<Line> Identity(FunctionFacts function)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{function.Vendor:x4}:{function.Device:x4}");
        if (GraphicsQuirks.IsOnAList(id))
        {
            yield return new Line("pci_id", $"\"{id}\"", $"{function.From}: VT-d's driver has it on a list");
        }
    }

    private static IEnumerable<Line> Group(FunctionFacts function, ImmutableArray<FunctionFacts> declared)
    {
        if (function.Group is null)
        {
            yield return Line.Unknown("group: its IOMMU group was not seen; taken to be alone in it");
        }
        else if (!function.Group.Value.All(char.IsAsciiDigit))
        {
            yield return Line.Unknown($"group: {function.Group.From}: no number; taken to be alone in it");
        }
        else if (
            function.Group.Value.Length > 0
            && declared.Count(other => other.Group?.Value == function.Group.Value) > 1
        )
        {
            yield return new Line("group", "group" + function.Group.Value, function.Group.From);
        }
    }

    private static IEnumerable<Line> Bound(FunctionFacts function)
    {
        if (function.Driver is null)
        {
            yield return Line.Unknown("bound: its driver was not seen; taken to have none");
        }
        else if (function.Driver.Value.Length > 0)
        {
            var name = function.Driver.Value;
            var isWord = char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
            yield return new Line("bound", isWord ? name : $"\"{name}\"", function.Driver.From);
        }
    }

    private static IEnumerable<Line> NoSnoop(FunctionFacts function, FunctionFacts? physical)
    {
        if (physical is not null)
        {
            yield return new Line("vf_of", DeviceNames.Of(physical), physical.Virtual!.From);
            yield return Line.Unknown("no_snoop: the bit of the physical function rules (PCIe 9.3.5.4)");
            yield break;
        }

        yield return function switch
        {
            { NoSnoopEnabled: { Value: true } on } => new Line(
                "no_snoop",
                "enabled",
                $"{on.From}, bit 11 (Enable No Snoop) is 1"
            ),
            { NoSnoopEnabled: { } off } => new Line(
                "no_snoop",
                "disabled",
                $"{off.From}, bit 11 (Enable No Snoop) is 0; whether it is hardwired only a write could tell"
            ),
            { IsExpress: { Value: false } none } => Line.Unknown(
                $"no_snoop: {none.From}: no PCI Express capability, so no bit to read; left to its default"
            ),
            _ => Line.Unknown(
                $"no_snoop: {function.ConfigProblem ?? "its Device Control was not seen"}; left to its default"
            ),
        };
    }

    private static IEnumerable<Line> Coherency(Evidence evidence, FunctionFacts function, string architecture)
    {
        var complex = evidence.Iort?.RootComplexes.FirstOrDefault(complex =>
            complex.Segment == function.Address.Segment
        );
        if (architecture is "arm64" or "arm" or "riscv64")
        {
            yield return Coherent(evidence, function, complex) is { } coherent
                ? Line.YesNo("dma_coherent", coherent)
                : Line.Unknown(
                    "dma_coherent: no _CCA and no device tree node of its host bridge was seen; left to its default"
                );
        }

        if (complex is not null)
        {
            yield return Line.YesNo(
                "cpm",
                new Read<bool>(complex.Memory.Cpm, $"{complex.Memory.From}: memory access flags, bit 0")
            );
            yield return Line.YesNo("dacs", new Read<bool>(complex.Memory.Dacs, $"{complex.Memory.From}: bit 1"));
            yield return Line.YesNo("canwbs", new Read<bool>(complex.Memory.Canwbs, $"{complex.Memory.From}: bit 2"));
        }
    }

    /// <summary>
    /// By the host bridge: its _CCA (ACPI), its <c>dma-coherent</c> (device tree). Source: Linux
    /// drivers/pci/pci-driver.c:pci_dma_configure, which asks the host bridge's firmware node.
    /// </summary>
    private static Read<bool>? Coherent(Evidence evidence, FunctionFacts function, IortRootComplex? complex)
    {
        if (!evidence.HasAcpi)
        {
            return evidence.Tree?.PciHost(function.Address.Segment) is { } host
                ? host.Coherent
                    ?? new Read<bool>(false, $"{host.Node.From} ({host.Node.Name}): no dma-coherent here or above")
                : null;
        }

        var answers = evidence
            .AcpiDevices.Where(device => device.HardwareId is "PNP0A08" or "PNP0A03")
            .Select(device => DefinitionBlock.CoherencyOf(evidence.AcpiDevices, device))
            .ToList();
        return answers.Count > 0
            && answers.TrueForAll(answer => answer is not null && answer.Value == answers[0]!.Value)
                ? new Read<bool>(answers[0]!.Value, $"{answers[0]!.From}: _CCA of the host bridge")
            : complex is not null
                ? new Read<bool>(
                    complex.Memory.Coherent,
                    $"{complex.Memory.From}: the root complex's CCA (its _CCA was not seen)"
                )
            : null;
    }

    private static IEnumerable<Line> Capabilities(FunctionFacts function)
    {
        if (function.AtsEnabled is { Value: true } ats)
        {
            yield return Line.YesNo("ats", ats with { From = ats.From + ": enabled" });
        }

        if (function.PasidEnabled is { Value: true } pasid)
        {
            yield return Line.YesNo("pasid", pasid with { From = pasid.From + ": enabled" });
        }

        if (
            function.IsExpress is not { Value: false }
            && (function.AtsEnabled is null || function.PasidEnabled is null)
        )
        {
            yield return Line.Unknown(
                "ats, pasid: the extended configuration space was not seen; left to their defaults"
            );
        }
    }

    /// <summary>
    /// An RMRR's scope names its devices. Without a table, the group's reserved regions of type direct or
    /// direct-relaxable say that one of the group's devices has such a region.
    /// </summary>
    private static IEnumerable<Line> ReservedMemory(Evidence evidence, FunctionFacts function)
    {
        if (
            evidence.Dmar?.Reserved.FirstOrDefault(memory =>
                memory.Scopes.Any(scope => TableUnits.Covers(evidence, scope, memory.Segment, function.Address))
            ) is
            { } reserved
        )
        {
            yield return new Line("rmrr", "yes", Range(reserved.From, reserved.First, reserved.Last));
        }
        else if (
            evidence.Ivrs?.Memory.FirstOrDefault(memory =>
                memory.IsMapped
                && function.Address.RequesterId >= memory.First
                && function.Address.RequesterId <= memory.Last
            ) is
            { } mapped
        )
        {
            yield return new Line(
                "rmrr",
                "yes",
                Range(mapped.From, mapped.Start, mapped.Start + mapped.Length - 1) + " (IVMD)"
            );
        }
        else if (evidence is { Dmar: null, Ivrs: null } && Direct(evidence, function) is { } line)
        {
            yield return new Line("rmrr", "yes", $"reserved_regions.txt: {line}");
        }
    }

    private static string Range(string from, ulong first, ulong last) =>
        string.Create(CultureInfo.InvariantCulture, $"{from}: 0x{first:x}-0x{last:x}");

    private static string? Direct(Evidence evidence, FunctionFacts function) =>
        function.Group is not { Value.Length: > 0 } group
            ? null
            : (evidence.Files.Text("reserved_regions.txt") ?? "")
                .Split('\n', StringSplitOptions.TrimEntries)
                .FirstOrDefault(line =>
                    line.StartsWith($"group {group.Value}:", StringComparison.Ordinal)
                    && (
                        line.EndsWith(" direct", StringComparison.Ordinal)
                        || line.EndsWith(" direct-relaxable", StringComparison.Ordinal)
                    )
                );
}
