using System.Text.RegularExpressions;
using TopologyLang.Import.Reading;

namespace TopologyLang.Import.DeviceTree;

/// <summary>
/// The architecture by the compatible strings of the CPUs' nodes. A 32-bit kernel runs on many 64-bit CPUs of Arm too:
/// where <c>uname</c> was seen, that counts. Source: Linux Documentation/devicetree/bindings/arm/cpus.yaml,
/// riscv/cpus.yaml and loongarch/cpus.yaml.
/// </summary>
internal static partial class CpuNodes
{
    /// <returns>Null where the strings of no CPU tell.</returns>
    public static Read<string>? Architecture(IEnumerable<DeviceTreeNode> nodes) =>
        nodes
            .Where(node => node.Strings("device_type").Contains("cpu"))
            .SelectMany(node =>
                node.Strings("compatible").Select(name => (node.From, Name: name, Of: ArchitectureOf(name)))
            )
            .Where(cpu => cpu.Of is not null)
            .Select(cpu => new Read<string>(cpu.Of!, $"{cpu.From}: {cpu.Name}"))
            .FirstOrDefault();

    private static string? ArchitectureOf(string compatible) =>
        compatible == "riscv" ? "riscv64"
        : compatible.StartsWith("loongson,la", StringComparison.Ordinal) ? "loongarch64"
        : Arm64().IsMatch(compatible) ? "arm64"
        : Arm32().IsMatch(compatible) ? "arm"
        : null;

    [GeneratedRegex(
        @"\A(arm,(armv8|neoverse-|cortex-(a(3[45]|5[357]|65|7[2-8]|[57]\d\d)|x\d))|apple,|ampere,|fujitsu,a64fx"
            + @"|nvidia,tegra(132|186|194)|cavium,thunder|brcm,(vulcan|brahma-b53)|hisilicon,tsv110|phytium,ftc"
            + @"|qcom,(kryo|oryon))",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Arm64();

    [GeneratedRegex(
        @"\A(arm,(arm\d|cortex-a([5789]|1[257]|32)\z)|qcom,(krait|scorpion)|marvell,(pj4|sheeva)|brcm,brahma-b15)",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Arm32();
}
