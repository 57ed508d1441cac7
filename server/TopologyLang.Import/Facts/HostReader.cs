using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using TopologyLang.Import.Reading;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Import.Facts;

/// <summary>The machine itself: CPUs, kernel, firmware and VFIO's switches.</summary>
public static partial class HostReader
{
    /// <summary>From 6.3 on VFIO asks each device's interrupt domain; before it went by the IOMMU. Source: Linux
    /// drivers/iommu/iommu.c:iommu_group_has_isolated_msi.</summary>
    private static readonly KernelVersion AsksInterruptDomain = new(6, 3);

    private static readonly Dictionary<string, string> Machines = new(StringComparer.Ordinal)
    {
        ["x86_64"] = "x86_64",
        ["aarch64"] = "arm64",
        ["armv7l"] = "arm",
        ["armv6l"] = "arm",
        ["riscv64"] = "riscv64",
        ["s390x"] = "s390x",
        ["ppc64le"] = "ppc64",
        ["ppc64"] = "ppc64",
        ["loongarch64"] = "loongarch64",
    };

    private static readonly Dictionary<string, string> Vendors = new(StringComparer.Ordinal)
    {
        ["GenuineIntel"] = "intel",
        ["AuthenticAMD"] = "amd",
        ["HygonGenuine"] = "hygon",
        ["CentaurHauls"] = "zhaoxin",
        ["0x41"] = "arm",
    };

    public static ImmutableArray<Line> Read(Evidence evidence)
    {
        var architecture = Architecture(evidence);
        var isX86 = architecture is null or { Value: "x86_64" };
        return
        [
            OrUnknown("arch", architecture, "neither uname nor a table says it"),
            OrUnknown("vendor", Vendor(evidence), "no line about the CPU's maker was seen"),
            OrUnknown(
                "kernel",
                Kernel(evidence) is { } kernel ? new Read<string>(Written(kernel.Value), kernel.From) : null,
                "its version was not seen: the newest known is simulated"
            ),
            OrUnknown("cpus", Cpus(evidence), "their number was not seen"),
            OrUnknown("firmware", Firmware(evidence), "no ACPI table and no device tree was seen"),
            .. isX86 ? SelfSnoop(evidence) : Arm(evidence, architecture!.Value),
            .. Parameters(evidence),
            .. KernelSwitches.OptionsThatMatter(evidence) is { } options
                ? [new Line("kernel_options", $"\"{options.Value}\"", options.From)]
                : ImmutableArray<Line>.Empty,
            .. evidence.Log?.Snp is { } snp ? [new Line("snp", "yes", snp)] : ImmutableArray<Line>.Empty,
            .. evidence.Dmar is { RemappingOptOut: true }
                ? [new Line("remapping_opt_out", "yes", "acpi/DMAR: flags, bit 3")]
                : ImmutableArray<Line>.Empty,
            Line.Unknown(
                "not to be read from a running machine, left to their defaults: no_snoop_routing, uncached_checks"
                    + (isX86 ? ", wbinvd_exiting" : "")
            ),
        ];
    }

    public static Read<string>? Architecture(Evidence evidence)
    {
        var words = (evidence.Files.Text("uname.txt") ?? "").Split(
            (char[]?)null,
            StringSplitOptions.RemoveEmptyEntries
        );
        return words.LastOrDefault(Machines.ContainsKey) is { } word
                ? new Read<string>(Machines[word], $"uname.txt: {word}")
            : evidence.Dmar is not null ? new Read<string>("x86_64", "acpi/DMAR is a table of x86")
            : evidence.Ivrs is not null ? new Read<string>("x86_64", "acpi/IVRS is a table of x86")
            : evidence.Iort is not null ? new Read<string>("arm64", "acpi/IORT is a table of Arm")
            : evidence.Rimt is not null ? new Read<string>("riscv64", "acpi/RIMT is a table of RISC-V")
            : evidence.Tree is { } tree
            && tree.Nodes.Any(node => node.Node.IsCompatible("arm,smmu-v3") || node.Node.IsCompatible("arm,gic-v3"))
                ? new Read<string>("arm64", "the device tree has devices of Armv8")
            : evidence.Tree?.Architecture is { } ofCpus ? ofCpus
            : evidence.Log is { Units.Length: > 0 }
                ? new Read<string>("x86_64", $"{evidence.Log.Name} names VT-d units")
            : null;
    }

    /// <summary>
    /// A name that stays, such as Debian's 6.1.0-56-amd64, counts for less than the build's line with the version
    /// behind it.
    /// </summary>
    public static Read<KernelRelease>? Kernel(Evidence evidence) =>
        KernelRelease.Find(evidence.Files.Text("uname.txt") ?? "") is { } release
            ? new Read<KernelRelease>(release, $"uname.txt: {release.Vendor?.Release ?? release.Version.ToString()}")
            : evidence.Log?.Version;

    /// <summary>A vendor's kernel in quotes, unless it is known which version of kernel.org it is.</summary>
    private static string Written(KernelRelease release) =>
        release.Vendor is { Carries: not Carried.Nothing } vendor
            ? $"\"{vendor.Release}\""
            : release.Version.ToString();

    private static Line OrUnknown(string name, Read<string>? read, string why) =>
        read is not null ? new Line(name, read.Value, read.From) : Line.Unknown($"{name}: {why}; left to its default");

    private static Read<string>? Vendor(Evidence evidence)
    {
        var match = VendorLine().Match(evidence.Files.Text("cpu.txt") ?? "");
        return match.Success && Vendors.TryGetValue(match.Groups["vendor"].Value, out var vendor)
            ? new Read<string>(vendor, $"cpu.txt: {match.Groups["vendor"].Value}")
            : evidence.Log?.CpuVendor
                ?? (
                    evidence.Ivrs is not null ? new Read<string>("amd", "acpi/IVRS is a table of AMD's")
                    : evidence.Dmar is not null ? new Read<string>("intel", "acpi/DMAR is a table of Intel's")
                    : evidence.Log is { Units.Length: > 0 }
                        ? new Read<string>("intel", $"{evidence.Log.Name} names VT-d units")
                    : null
                );
    }

    private static Read<string>? Cpus(Evidence evidence)
    {
        var count = ProcessorLine().Count(evidence.Files.Text("cpu.txt") ?? "");
        var read = count > 0 ? new Read<int>(count, "cpu.txt: processor") : evidence.Log?.Cpus;
        return read is null ? null : new Read<string>(read.Value.ToString(CultureInfo.InvariantCulture), read.From);
    }

    /// <summary>An Arm machine that boots by ACPI has a small device tree too, so tables go first.</summary>
    private static Read<string>? Firmware(Evidence evidence) =>
        evidence.HasAcpi ? new Read<string>("acpi", $"{evidence.Files.Names("acpi").First()} is there")
        : evidence.Tree is { } tree ? new Read<string>("devicetree", tree.Nodes[0].Node.From)
        : null;

    private static IEnumerable<Line> SelfSnoop(Evidence evidence)
    {
        var match = FlagsLine().Match(evidence.Files.Text("cpu.txt") ?? "");
        if (!match.Success)
        {
            yield return Line.Unknown("self_snoop: the CPU's flags were not seen; left to its default");
            yield break;
        }

        yield return Line.YesNo(
            "self_snoop",
            new Read<bool>(match.Groups["flags"].Value.Split(' ').Contains("ss"), "cpu.txt: the flag ss")
        );
    }

    private static IEnumerable<Line> Arm(Evidence evidence, string architecture)
    {
        if (architecture != "arm64")
        {
            yield break;
        }

        yield return evidence.Log?.ForceWriteBack is { } forced
            ? Line.YesNo("fwb", forced)
            : Line.Unknown("fwb: no whole boot log was seen; left to its default");
        if (evidence.Its is not { } its)
        {
            yield return Line.Unknown(
                "msi_isolation: neither a MADT nor a device tree's interrupt controller was seen; left to its default"
            );
        }
        else if (its.Value || Kernel(evidence)?.Value.Version >= AsksInterruptDomain)
        {
            yield return new Line(
                "msi_isolation",
                its.Value ? "yes" : "no",
                its.Value ? $"{its.From}: an ITS" : $"{its.From}: no ITS"
            );
        }
        else
        {
            yield return Line.Unknown(
                $"msi_isolation: {its.From}: no ITS, and how kernels before 6.3 take that is not known; left to its "
                    + "default"
            );
        }
    }

    private static IEnumerable<Line> Parameters(Evidence evidence)
    {
        foreach (
            var (property, module, parameter) in new[]
            {
                ("allow_unsafe_interrupts", "vfio_iommu_type1", "allow_unsafe_interrupts"),
                ("noiommu", "vfio", "enable_unsafe_noiommu_mode"),
            }
        )
        {
            yield return KernelSwitches.Parameter(evidence, module, parameter) is { } read
                ? Line.YesNo(property, read)
                : Line.Unknown($"{property}: the parameter of {module} was not seen; left to its default");
        }
    }

    [GeneratedRegex(
        @"^(vendor_id|CPU implementer)\s*:\s*(?<vendor>\w{1,32})",
        RegexOptions.CultureInvariant | RegexOptions.Multiline
    )]
    private static partial Regex VendorLine();

    [GeneratedRegex(@"^processor\s*:", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex ProcessorLine();

    [GeneratedRegex(@"^flags\s*:\s*(?<flags>[^\r\n]*)", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex FlagsLine();
}
