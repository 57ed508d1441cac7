using System.Globalization;

namespace TopologyLang.Simulation.Topology;

/// <summary>A Linux version, ordered: <c>6.8</c> is 6.8.0.</summary>
public readonly record struct KernelVersion(int Major, int Minor, int Patch = 0) : IComparable<KernelVersion>
{
    /// <summary>
    /// Fixes that a kernel has besides those of its number, a bit for each row of the table of fixes; 0 for a release
    /// of kernel.org. It plays no part in the order.
    /// </summary>
    public ulong Backports { get; init; }

    /// <summary>The other one is a release or an update of the same branch: 6.12.7 and 6.12.90.</summary>
    public bool IsOfBranch(KernelVersion other) => Major == other.Major && Minor == other.Minor;

    /// <summary>The release that the version is an update of: 6.12 for 6.12.90.</summary>
    public KernelVersion Release => new(Major, Minor);

    public static bool TryParse(string text, out KernelVersion version)
    {
        version = default;
        var parts = text.Split('.');
        if (parts.Length is < 2 or > 3)
        {
            return false;
        }

        Span<int> numbers = [0, 0, 0];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return false;
            }
        }

        version = new KernelVersion(numbers[0], numbers[1], numbers[2]);
        return true;
    }

    /// <exception cref="FormatException">The text is no <c>MAJOR.MINOR[.PATCH]</c>.</exception>
    public static KernelVersion Parse(string text) =>
        TryParse(text, out var version)
            ? version
            : throw new FormatException($"'{text}' is not a kernel version such as 6.8 or 6.8.12");

    public int CompareTo(KernelVersion other) =>
        (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    public static bool operator <(KernelVersion left, KernelVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(KernelVersion left, KernelVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(KernelVersion left, KernelVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(KernelVersion left, KernelVersion right) => left.CompareTo(right) >= 0;

    public override string ToString() => Patch == 0 ? $"{Major}.{Minor}" : $"{Major}.{Minor}.{Patch}";
}
