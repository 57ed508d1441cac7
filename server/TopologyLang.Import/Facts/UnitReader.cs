using System.Collections.Immutable;
using System.Globalization;
using TopologyLang.Import.Pci;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Facts;

/// <summary>
/// The IOMMUs: those that the kernel runs (<c>iommu/</c>, out of /sys/class/iommu); where that was not seen those of
/// its boot log; else those that the firmware's tables describe.
/// </summary>
public static class UnitReader
{
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImmutableArray<UnitFacts> Read(Evidence evidence, CancellationToken cancellation)
    {
        var units = ImmutableArray.CreateBuilder<UnitFacts>();
        foreach (var unit in Found(evidence))
        {
            cancellation.ThrowIfCancellationRequested();
            units.Add(unit);
        }

        return
        [
            .. units.Zip(DistinctNames.Of(units.Select(unit => unit.Name)), (unit, name) => unit with { Name = name }),
        ];
    }

    /// <summary>One after the other as they are asked for, so that whoever asks can stop.</summary>
    private static IEnumerable<UnitFacts> Found(Evidence evidence)
    {
        ImmutableArray<string> running =
        [
            .. evidence
                .Files.Names("iommu")
                .Select(name => name.Split('/')[1])
                .Concat(
                    evidence.Functions.Select(function => function.Unit?.Value ?? "").Where(name => name.Length > 0)
                )
                .DistinctBy(SysfsName)
                .Order(StringComparer.Ordinal),
        ];
        return running.Length > 0
                ? running.Select(folder => Running(evidence, SysfsName(folder), $"iommu/{folder}")).OfType<UnitFacts>()
            : KernelShowsNone(evidence) ? []
            : evidence.Log is { Units: { Length: > 0 } logged }
                ? logged.Select(unit => X86Units.Vtd(evidence, unit.Name, unit.Line, unit.Cap, unit.Ecap, unit.Line))
            : evidence is { Ivrs: null, Log.AmdUnits: { Length: > 0 } amd }
                ? amd.Select((line, index) => X86Units.Amd(evidence, Name("ivhd", index), line))
            : TableUnits.Read(evidence);
    }

    private static string Name(string prefix, int index) =>
        prefix + index.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>sysfs was read, and no function has an IOMMU: what the tables describe is switched off.</summary>
    public static bool KernelShowsNone(Evidence evidence) =>
        evidence.Functions.Any(function => function.Unit is not null)
        && evidence.Functions.All(function => function.Unit is not { Value.Length: > 0 });

    /// <summary>
    /// A unit that is a PCI function has an address for a name, which as a folder may be written without colons.
    /// </summary>
    private static string SysfsName(string folder) => PciAddress.TryParse(folder)?.ToString() ?? folder;

    /// <summary>Null where no driver of that name is known.</summary>
    private static UnitFacts? Running(Evidence evidence, string sysfsName, string folder)
    {
        var unit = UnitModels.Of(sysfsName) switch
        {
            null => null,
            "intel_vtd" => X86Units.Vtd(
                evidence,
                sysfsName,
                folder,
                Register(evidence, $"{folder}/cap"),
                Register(evidence, $"{folder}/ecap"),
                null
            ),
            "amd_vi" => X86Units.Amd(evidence, sysfsName, folder),
            "arm_smmu_v3" => Smmu.Read(evidence, sysfsName, folder, isVersion3: true),
            "arm_smmu_v2" => Smmu.Read(evidence, sysfsName, folder, isVersion3: false),
            var model => new UnitFacts(sysfsName, UnitModels.DeclaredName(sysfsName), model, folder, []),
        };
        return unit is null ? null : unit with { PlatformDevices = PlatformDevices(evidence, folder) };
    }

    private static ImmutableArray<string> PlatformDevices(Evidence evidence, string folder) =>
        [
            .. (evidence.Files.Text($"{folder}/devices") ?? "")
                .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where(name => PciAddress.TryParse(name) is null),
        ];

    private static ulong? Register(Evidence evidence, string file)
    {
        if (evidence.Files.Text(file)?.Trim() is not { } text)
        {
            return null;
        }

        return ulong.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new ImportException($"{file}: a register is a hexadecimal number, as sysfs prints it");
    }
}
