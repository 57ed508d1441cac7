using TopologyLang.Import.Reading;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Import.Facts;

/// <summary>
/// What the kernel was told: its command line and its configuration, as far as the simulation depends on them.
/// </summary>
public static class KernelSwitches
{
    private const string ScalableDefault = "CONFIG_INTEL_IOMMU_SCALABLE_MODE_DEFAULT_ON";

    /// <summary>Null: neither is there.</summary>
    public static Read<string>? CommandLine(Evidence evidence) =>
        evidence.Files.Text("cmdline.txt") is { } line ? new Read<string>(line.Trim(), "cmdline.txt")
        : evidence.Log?.CommandLine is { } logged ? new Read<string>(logged, evidence.Log.Name)
        : null;

    /// <summary>
    /// Whether the kernel uses scalable mode where a unit has it; null: not known. Source: Linux
    /// drivers/iommu/intel/iommu.c: intel_iommu_setup (sm_on, sm_off), and the configuration option for the default.
    /// </summary>
    public static Read<bool>? UsesScalableMode(Evidence evidence)
    {
        var line = CommandLine(evidence);
        var options = (line?.Value ?? "")
            .Split(' ')
            .Where(word => word.StartsWith("intel_iommu=", StringComparison.Ordinal))
            .SelectMany(word => word["intel_iommu=".Length..].Split(','));
        return options.LastOrDefault(option => option is "sm_on" or "sm_off") is { } option
                ? new Read<bool>(option == "sm_on", $"{line!.From}: intel_iommu={option}")
            : line is not null && evidence.Files.Text("kconfig.txt") is { } config
                ? new Read<bool>(
                    config.Contains(ScalableDefault + "=y", StringComparison.Ordinal),
                    $"kconfig.txt: {ScalableDefault}"
                )
            : null;
    }

    private const string GraphicsDefault = "CONFIG_INTEL_IOMMU_DEFAULT_ON_INTGPU_OFF";

    private const string PassthroughDefault = "CONFIG_IOMMU_DEFAULT_PASSTHROUGH";

    /// <summary>
    /// The words of a command line, without the quotes that the kernel takes away too (lib/cmdline.c:next_arg). A word
    /// with characters that no option of an IOMMU has is damaged, and is left out.
    /// </summary>
    private static IEnumerable<string> Words(string line) =>
        line.Replace("\"", "", StringComparison.Ordinal)
            .Split(' ')
            .Where(word =>
                word.All(c => char.IsAsciiLetterOrDigit(c) || "=,._-:@/+".Contains(c, StringComparison.Ordinal))
            );

    /// <summary>
    /// The words that change a default domain or leave a unit unused, after what the configuration adds to them; null
    /// where there are none, or the command line was not seen.
    /// </summary>
    public static Read<string>? OptionsThatMatter(Evidence evidence)
    {
        if (CommandLine(evidence) is not { } line)
        {
            return null;
        }

        var config = evidence.Files.Text("kconfig.txt") ?? "";
        (string Option, string Word, bool Applies)[] configured =
        [
            (PassthroughDefault, "iommu.passthrough=1", true),
            // Debian's; VT-d's driver alone knows it, and intel_iommu=on takes it back.
            (GraphicsDefault, "intel_iommu=intgpu_off", HasVtd(evidence) && !TurnsVtdOn(line.Value)),
        ];
        var set = configured
            .Where(one => one.Applies && config.Contains(one.Option + "=y", StringComparison.Ordinal))
            .ToList();
        var text = string.Join(' ', set.Select(one => one.Word).Concat(Words(line.Value).Where(IsAboutDefaults)));
        return text.Split(' ').Any(Matters)
            ? new Read<string>(
                text,
                string.Join("; ", set.Select(one => $"kconfig.txt: {one.Option}").Append(line.From))
            )
            : null;
    }

    private static bool HasVtd(Evidence evidence) => evidence.Dmar is not null || evidence.Log is { Units.Length: > 0 };

    private static bool TurnsVtdOn(string line) =>
        line.Split(' ')
            .Where(word => word.StartsWith("intel_iommu=", StringComparison.Ordinal))
            .Any(word => word["intel_iommu=".Length..].Split(',').Contains("on"));

    private static bool IsAboutDefaults(string word) =>
        word.Split('=')[0].Replace('-', '_') is "iommu" or "iommu.passthrough" or "intel_iommu" or "amd_iommu"
        && !word.Contains('"', StringComparison.Ordinal)
        && !word.Contains('\\', StringComparison.Ordinal);

    private static bool Matters(string word) =>
        word.StartsWith("iommu.passthrough=", StringComparison.Ordinal)
        || word[(word.IndexOf('=', StringComparison.Ordinal) + 1)..]
            .Split(',')
            .Any(value => value is "pt" or "nopt" or "off" or "igfx_off" or "intgpu_off");

    /// <summary>
    /// AMD's page tables; null: the command line is not known. Source: Linux
    /// drivers/iommu/amd/init.c:parse_amd_iommu_options.
    /// </summary>
    public static Read<AmdPageTable>? AmdTables(Evidence evidence) =>
        CommandLine(evidence) is { } line
            ? line.Value.Contains("pgtbl_v2", StringComparison.Ordinal)
                ? new Read<AmdPageTable>(AmdPageTable.V2, $"{line.From}: amd_iommu=pgtbl_v2")
                : new Read<AmdPageTable>(AmdPageTable.V1, $"{line.From}: no amd_iommu=pgtbl_v2")
            : null;

    /// <summary>
    /// A module's parameter, from its file in sysfs (<c>modules.txt</c>) or the command line; null: not known.
    /// </summary>
    public static Read<bool>? Parameter(Evidence evidence, string module, string parameter)
    {
        var name = $"{module}.{parameter}";
        var text = evidence.Files.Text("modules.txt") ?? "";
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith(name + "=", StringComparison.Ordinal))
            {
                return new Read<bool>(line[(name.Length + 1)..] is "Y" or "1", $"modules.txt: {line}");
            }
        }

        return
            CommandLine(evidence) is { } commandLine
            && commandLine.Value.Split(' ').Any(word => word == name + "=1" || word == name + "=Y")
            ? new Read<bool>(true, $"{commandLine.From}: {name}=1")
            : null;
    }
}
