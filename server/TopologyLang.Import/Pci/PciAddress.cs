using System.Globalization;
using System.Text.RegularExpressions;

namespace TopologyLang.Import.Pci;

/// <summary>Segment (domain), bus, device and function.</summary>
public readonly partial record struct PciAddress(int Segment, int Bus, int Device, int Function)
    : IComparable<PciAddress>
{
    /// <summary>Bus, device and function in 16 bits, as IOMMUs and firmware tables count requesters.</summary>
    public int RequesterId => (Bus << 8) | (Device << 3) | Function;

    public static PciAddress Of(int segment, int requesterId) =>
        new(segment, (requesterId >> 8) & 0xff, (requesterId >> 3) & 0x1f, requesterId & 7);

    /// <summary>
    /// Takes <c>0000:00:02.0</c>, <c>00:02.0</c>, and with <c>_</c> for <c>:</c>, as in file names that every system
    /// can hold.
    /// </summary>
    public static PciAddress? TryParse(string text)
    {
        var match = Form().Match(text);
        return match.Success
            ? new PciAddress(
                match.Groups["segment"].Success ? Hexadecimal(match, "segment") : 0,
                Hexadecimal(match, "bus"),
                Hexadecimal(match, "device"),
                Hexadecimal(match, "function")
            )
            : null;
    }

    public int CompareTo(PciAddress other) => (Segment, RequesterId).CompareTo((other.Segment, other.RequesterId));

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Segment:x4}:{Bus:x2}:{Device:x2}.{Function:x}");

    public static bool operator <(PciAddress left, PciAddress right) => left.CompareTo(right) < 0;

    public static bool operator >(PciAddress left, PciAddress right) => left.CompareTo(right) > 0;

    public static bool operator <=(PciAddress left, PciAddress right) => left.CompareTo(right) <= 0;

    public static bool operator >=(PciAddress left, PciAddress right) => left.CompareTo(right) >= 0;

    private static int Hexadecimal(Match match, string group) =>
        int.Parse(match.Groups[group].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"\A(?:(?<segment>[0-9a-f]{4,8})[:_])?(?<bus>[0-9a-f]{2})[:_](?<device>[01][0-9a-f])\.(?<function>[0-7])\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Form();
}
