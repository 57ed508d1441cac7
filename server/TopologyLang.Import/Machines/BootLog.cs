using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using TopologyLang.Import.Reading;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Import.Machines;

/// <summary>A VT-d unit as the kernel logs it.</summary>
public sealed record LoggedUnit(string Name, ulong Cap, ulong Ecap, string Line);

/// <summary>
/// What a kernel's log says. Formats: init/version.c; drivers/iommu/intel/dmar.c:alloc_iommu and irq_remapping.c:
/// intel_enable_irq_remapping; drivers/iommu/amd/init.c:print_iommu_info; drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c:
/// arm_smmu_device_hw_probe; arch/arm64/kernel/cpufeature.c (detected features); kernel/smp.c:smp_init.
/// </summary>
public sealed partial class BootLog(string name, string text)
{
    /// <summary>The log starts with the boot: what it does not say did not happen while booting.</summary>
    public bool IsWhole { get; } = VersionLine().IsMatch(text);

    public string Name => name;

    public Read<KernelRelease>? Version =>
        VersionLine().Match(text) is { Success: true } match
        && KernelRelease.Find(match.Groups["line"].Value) is { } release
            ? new(release, $"{name}: Linux version {match.Groups["release"].Value}")
            : null;

    public Read<string>? CpuVendor =>
        CpuLine().Match(text) is { Success: true } match
            ? new(match.Groups["vendor"].Value.ToLowerInvariant(), Quoted(match))
            : null;

    public Read<int>? Cpus =>
        CpusLine().Match(text) is { Success: true } match
            ? new(int.Parse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture), Quoted(match))
            : null;

    /// <summary>Null: the log is not whole and does not say so.</summary>
    public Read<bool>? InterruptRemapping =>
        RemappingLine().Match(text) is { Success: true } match ? new(true, Quoted(match))
        : IsWhole ? new(false, $"{name}: the kernel does not say that it enabled interrupt remapping")
        : null;

    /// <summary>SEV-SNP is on; null: the log does not say so.</summary>
    public string? Snp => SnpLine().Match(text) is { Success: true } match ? Quoted(match) : null;

    /// <summary>FEAT_S2FWB of the CPUs.</summary>
    public Read<bool>? ForceWriteBack =>
        ForceWriteBackLine().Match(text) is { Success: true } match ? new(true, Quoted(match))
        : IsWhole ? new(false, $"{name}: no 'CPU features: detected: Stage-2 Force Write-Back'")
        : null;

    public ImmutableArray<LoggedUnit> Units =>
        [
            .. UnitLine()
                .Matches(text)
                .Select(match => new LoggedUnit(
                    match.Groups["name"].Value,
                    Hexadecimal(match, "cap"),
                    Hexadecimal(match, "ecap"),
                    Quoted(match)
                ))
                .DistinctBy(unit => unit.Name),
        ];

    /// <summary>What the SMMUv3 driver found, unit by unit in the order of its probes.</summary>
    public ImmutableArray<(string Device, Read<ulong> Features)> SmmuFeatures =>
        [
            .. SmmuLine()
                .Matches(text)
                .Select(match =>
                    (match.Groups["device"].Value, new Read<ulong>(Hexadecimal(match, "features"), Quoted(match)))
                ),
        ];

    public string? CommandLine =>
        CommandLineText().Match(text) is { Success: true } match ? match.Groups["line"].Value : null;

    private string Quoted(Match match) => $"{name}: {match.Value.Trim()}";

    private static ulong Hexadecimal(Match match, string group) =>
        ulong.Parse(match.Groups[group].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"Linux version (?<line>(?<release>\d{1,4}\.\d{1,4}(\.\d{1,4})?[^\s]{0,64})[^\r\n]{0,512})",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex VersionLine();

    [GeneratedRegex(@"smpboot: CPU0: (?<vendor>AMD|Intel)", RegexOptions.CultureInvariant)]
    private static partial Regex CpuLine();

    [GeneratedRegex(@"smp: Brought up \d{1,5} nodes?, (?<count>\d{1,5}) CPUs?", RegexOptions.CultureInvariant)]
    private static partial Regex CpusLine();

    [GeneratedRegex(
        @"DMAR-IR: Enabled IRQ remapping in \w{1,10} mode|AMD-Vi: Interrupt remapping enabled",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex RemappingLine();

    [GeneratedRegex("AMD-Vi: IOMMU SNP support enabled", RegexOptions.CultureInvariant)]
    private static partial Regex SnpLine();

    [GeneratedRegex(@"CPU features: detected: Stage-2 Force Write-Back", RegexOptions.CultureInvariant)]
    private static partial Regex ForceWriteBackLine();

    [GeneratedRegex(
        @"DMAR: (?<name>dmar\d{1,4}): reg_base_addr [0-9a-f]{1,16} ver \d{1,3}:\d{1,3} cap (?<cap>[0-9a-f]{1,16}) ecap "
            + @"(?<ecap>[0-9a-f]{1,16})",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex UnitLine();

    [GeneratedRegex(
        @"arm-smmu-v3 (?<device>[\w.@-]{1,64}): (ias \d+-bit, )?oas \d+-bit \(features 0x(?<features>[0-9a-f]{1,16})\)",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex SmmuLine();

    [GeneratedRegex(@"Kernel command line: (?<line>[^\r\n]{0,4096})", RegexOptions.CultureInvariant)]
    private static partial Regex CommandLineText();
}
