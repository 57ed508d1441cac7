using System.Text.RegularExpressions;

namespace TopologyLang.Import.Tests.Witness;

/// <summary>What the probe did to a machine before it asked (tests/machines/README.md).</summary>
internal static partial class Mode
{
    public static string Applied(string machine, string mode) =>
        mode switch
        {
            "strict" => machine,
            "unsafe" => HostHead().Replace(Unsafe().Replace(machine, ""), "$0\n  allow_unsafe_interrupts = yes"),
            "unbindgroup" => BoundLine().Replace(machine, ""),
            _ => throw new InvalidDataException($"mode = {mode}"),
        };

    [GeneratedRegex(@"^host machine \{", RegexOptions.Multiline)]
    private static partial Regex HostHead();

    /// <summary>What the import says of the parameter, which the harness then set.</summary>
    [GeneratedRegex(@"^ +allow_unsafe_interrupts += .*\n", RegexOptions.Multiline)]
    private static partial Regex Unsafe();

    [GeneratedRegex(@"^ +bound += (?!vfio-pci\b|pcieport\b).*\n", RegexOptions.Multiline)]
    private static partial Regex BoundLine();
}
