using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Simulated;

/// <summary>
/// Something that a file leaves open: one assumed fact of the declarations that leave it open together.
/// </summary>
public sealed record OpenFact(AssumedFacts.Row Row, ImmutableArray<Assumption> Members)
{
    private const int MostNames = 3;

    /// <summary>A clause for what the default takes: <c>main has snoop control</c>.</summary>
    public string Holds => With(Row.Holds);

    /// <summary>A clause for the other value.</summary>
    public string Fails => With(Row.Fails);

    /// <summary>What the file would have to say: <c>`snoop_control` of main</c>.</summary>
    public string Unsaid => $"`{Row.Property}` of {Names}";

    /// <summary>The same of the program's own devices, where it is about devices and about some of these.</summary>
    public OpenFact For(Program program) =>
        Members.Any(member => program.Devices.Contains(member.Name))
            ? this with
            {
                Members = [.. Members.Where(member => program.Devices.Contains(member.Name))],
            }
            : this;

    private string Names
    {
        get
        {
            var names = Members.Select(member => member.Name).ToList();
            return names.Count switch
            {
                1 => names[0],
                <= MostNames => $"{string.Join(", ", names[..^1])} and {names[^1]}",
                _ => $"{string.Join(", ", names[..(MostNames - 1)])} and {names.Count - MostNames + 1} more",
            };
        }
    }

    private string With(string clause) =>
        clause.Replace("{0}", Members.Length == 1 ? Names : $"each of {Names}", StringComparison.Ordinal);
}
