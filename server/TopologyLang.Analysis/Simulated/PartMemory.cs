using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Simulated;

/// <summary>
/// Remembers what became of parts of topologies, by their value. Two generations, each of a bounded number of
/// declarations: what is asked for again moves to the younger one, what is not is forgotten.
/// </summary>
/// <param name="declarations">How many declarations the parts of one generation may have together.</param>
public sealed class PartMemory(int declarations = PartMemory.DefaultDeclarations)
{
    public const int DefaultDeclarations = 20_000;

    private readonly Lock gate = new();
    private Dictionary<SystemTopology, ImmutableArray<SimulatedTimeline>> young = new(TopologyComparer.Instance);
    private Dictionary<SystemTopology, ImmutableArray<SimulatedTimeline>> old = new(TopologyComparer.Instance);
    private int remembered;

    public ImmutableArray<SimulatedTimeline>? Recall(SystemTopology part)
    {
        lock (gate)
        {
            if (young.TryGetValue(part, out var known))
            {
                return known;
            }

            if (old.Remove(part, out known))
            {
                Add(part, known);
                return known;
            }

            return null;
        }
    }

    public void Remember(SystemTopology part, ImmutableArray<SimulatedTimeline> answers)
    {
        lock (gate)
        {
            Add(part, answers);
        }
    }

    private void Add(SystemTopology part, ImmutableArray<SimulatedTimeline> answers)
    {
        if (remembered > declarations)
        {
            (old, young, remembered) = (young, new(TopologyComparer.Instance), 0);
        }

        young[part] = answers;
        remembered +=
            1
            + part.Iommus.Length
            + part.Devices.Length
            + part.Domains.Length
            + part.Guests.Length
            + part.Programs.Length;
    }
}
