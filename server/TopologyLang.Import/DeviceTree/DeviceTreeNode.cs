using System.Collections.Immutable;
using System.Globalization;
using TopologyLang.Import.Binary;

namespace TopologyLang.Import.DeviceTree;

/// <summary>A node of a device tree. Cells are 32 bits, most significant byte first.</summary>
/// <param name="From">Where it was read.</param>
public sealed record DeviceTreeNode(
    string Name,
    ImmutableSortedDictionary<string, ByteView> Properties,
    ImmutableArray<DeviceTreeNode> Children,
    string From
)
{
    /// <summary>The part behind the <c>@</c>: the address at which the node's registers start.</summary>
    public string? UnitAddress =>
        Name.IndexOf('@', StringComparison.Ordinal) is var at and >= 0 ? Name[(at + 1)..] : null;

    public uint? Phandle =>
        Cells("phandle") is [var handle, ..] ? handle
        : Cells("linux,phandle") is [var old, ..] ? old
        : null;

    public bool Has(string property) => Properties.ContainsKey(property);

    /// <summary>The whole cells of a property; empty where the node does not have it.</summary>
    public ImmutableArray<uint> Cells(string property) =>
        Properties.TryGetValue(property, out var value)
            ? [.. Enumerable.Range(0, value.Length / 4).Select(cell => value.BigU32(4 * cell))]
            : [];

    /// <summary>The strings of a property that is a list of such.</summary>
    public ImmutableArray<string> Strings(string property) =>
        Properties.TryGetValue(property, out var value)
            ? [.. value.Ascii(0, value.Length).TrimEnd('.').Length == 0 ? [] : Split(value)]
            : [];

    public bool IsCompatible(string name) => Strings("compatible").Contains(name);

    /// <summary>
    /// The address as Linux puts it into a platform device's name: <c>9050000.smmuv3</c> for <c>smmuv3@9050000</c>.
    /// </summary>
    public string PlatformName =>
        UnitAddress is { } address
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{address}.{Name[..Name.IndexOf('@', StringComparison.Ordinal)]}"
            )
            : Name;

    private static IEnumerable<string> Split(ByteView value)
    {
        var start = 0;
        while (start < value.Length)
        {
            var end = value.At(start, value.Length - start).IndexOf((byte)0);
            var length = end < 0 ? value.Length - start : end;
            yield return value.Ascii(start, length);
            start += length + 1;
        }
    }
}
