using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using TopologyLang.Import.Reading;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Import.Machines;

/// <summary>A VT-d unit as the kernel logs it.</summary>
public sealed record LoggedUnit(string Name, ulong Cap, ulong Ecap, string Line);

/// <summary>A PCI function as the kernel logs it when it finds it.</summary>
public sealed record LoggedFunction(string Address, int Vendor, int Device, Read<int> ClassCode, Read<string>? Group);

/// <summary>
/// What a kernel's log says. Formats: init/version.c; drivers/pci/probe.c:pci_setup_device;
/// drivers/iommu/iommu.c:iommu_group_add_device; drivers/iommu/intel/dmar.c:alloc_iommu and irq_remapping.c:
/// intel_enable_irq_remapping; drivers/iommu/amd/init.c:print_iommu_info; drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c:
/// arm_smmu_device_hw_probe; arch/arm64/kernel/cpufeature.c (detected features); kernel/smp.c:smp_init.
/// </summary>
public sealed partial class BootLog
{
    private readonly string name;

    /// <summary>Of the last boot, without colours.</summary>
    private readonly string text;

    public BootLog(string name, string text)
    {
        var plain = Colour().Replace(text, "");
        var boots = VersionLine().Matches(plain);
        this.name = name;
        this.text = boots.Count > 1 ? plain[boots[^1].Index..] : plain;
        Boots = Math.Max(1, boots.Count);
        IsWhole = boots.Count > 0;
    }

    /// <summary>A journal may hold several; the last one is how the machine runs now.</summary>
    public int Boots { get; }

    /// <summary>The log starts with the boot: what it does not say did not happen while booting.</summary>
    public bool IsWhole { get; }

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

    /// <summary>The lines about AMD's IOMMUs, one a unit.</summary>
    public ImmutableArray<string> AmdUnits => [.. AmdUnitLine().Matches(text).Select(Quoted)];

    /// <summary>PCI functions, in the order in which they were found.</summary>
    public ImmutableArray<LoggedFunction> Functions
    {
        get
        {
            var groups = GroupLine()
                .Matches(text)
                .GroupBy(match => match.Groups["address"].Value, StringComparer.Ordinal)
                .ToDictionary(lines => lines.Key, lines => lines.Last(), StringComparer.Ordinal);
            return
            [
                .. FunctionLine()
                    .Matches(text)
                    .Select(match => new LoggedFunction(
                        match.Groups["address"].Value,
                        (int)Hexadecimal(match, "vendor"),
                        (int)Hexadecimal(match, "device"),
                        new((int)Hexadecimal(match, "class"), Quoted(match)),
                        groups.TryGetValue(match.Groups["address"].Value, out var group)
                            ? new(group.Groups["group"].Value, Quoted(group))
                            : null
                    ))
                    .DistinctBy(function => function.Address),
            ];
        }
    }

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

    [GeneratedRegex(@"AMD-Vi: Found IOMMU (at [0-9a-f:.]{7,12} )?cap 0x[0-9a-f]{1,8}", RegexOptions.CultureInvariant)]
    private static partial Regex AmdUnitLine();

    [GeneratedRegex(
        @"pci (?<address>[0-9a-f]{4,8}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7]): "
            + @"\[(?<vendor>[0-9a-f]{4}):(?<device>[0-9a-f]{4})\] "
            + @"type [0-9a-f]{1,2} class 0x(?<class>[0-9a-f]{6})",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex FunctionLine();

    /// <summary>Before 5.3 it was <c>iommu: Adding device 0000:00:02.0 to group 1</c>.</summary>
    [GeneratedRegex(
        @"(?:Adding device )?(?<address>[0-9a-f]{4,8}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7])(?:: Adding to iommu| to) group "
            + @"(?<group>\d{1,6})",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex GroupLine();

    /// <summary>dmesg and journalctl colour what they print on a terminal.</summary>
    [GeneratedRegex(@"\x1b\[[0-9;]{0,16}m", RegexOptions.CultureInvariant)]
    private static partial Regex Colour();

    [GeneratedRegex(@"Kernel command line: (?<line>[^\r\n]{0,4096})", RegexOptions.CultureInvariant)]
    private static partial Regex CommandLineText();
}
