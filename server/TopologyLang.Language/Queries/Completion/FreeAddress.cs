using System.Globalization;

namespace TopologyLang.Language.Queries.Completion;

/// <summary>PCI addresses that no device of the file has yet.</summary>
internal static class FreeAddress
{
    private const int Buses = 256;
    private const int Functions = 8;

    /// <summary>The first function of the first bus that is free.</summary>
    public static string Of(Binding.Binding binding) => Of(Taken(binding));

    /// <summary>
    /// A free bus, then for each address in use the next function of that device: an address must not stand twice.
    /// </summary>
    public static IEnumerable<string> All(Binding.Binding binding)
    {
        var taken = Taken(binding);
        var siblings = taken
            .Order(StringComparer.Ordinal)
            .Select(address => NextFunction(address, taken))
            .OfType<string>()
            .Distinct();
        return siblings.Prepend(Of(taken));
    }

    private static HashSet<string> Taken(Binding.Binding binding) =>
        binding
            .Topology.Devices.Select(device => device.Address)
            .OfType<string>()
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static string Of(HashSet<string> taken) =>
        Enumerable
            .Range(1, Buses - 1)
            .Select(bus => $"0000:{bus:x2}:00.0")
            .FirstOrDefault(address => !taken.Contains(address))
        ?? "0000:00:00.0";

    private static string? NextFunction(string address, HashSet<string> taken)
    {
        var dot = address.LastIndexOf('.');
        return dot < 0
            ? null
            : Enumerable
                .Range(1, Functions - 1)
                .Select(function => address[..(dot + 1)] + function.ToString(CultureInfo.InvariantCulture))
                .FirstOrDefault(candidate => !taken.Contains(candidate));
    }
}
