using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>Which buffers of a program are words of one cache line.</summary>
internal static class LineOwners
{
    /// <returns>For each buffer the one in whose line it is.</returns>
    public static Dictionary<string, string> Of(Program program)
    {
        var shares = program.Buffers.ToDictionary(
            buffer => buffer.Name,
            buffer => buffer.Shares,
            StringComparer.Ordinal
        );
        return shares.Keys.ToDictionary(name => name, name => Owner(name, shares), StringComparer.Ordinal);
    }

    private static string Owner(string buffer, Dictionary<string, string?> shares)
    {
        // A chain that comes back to itself names no owner: then all of it is one line, under the name at which it was
        // entered last.
        for (var hops = 0; hops < shares.Count && shares.GetValueOrDefault(buffer) is { } owner; hops++)
        {
            buffer = owner;
        }

        return buffer;
    }
}
