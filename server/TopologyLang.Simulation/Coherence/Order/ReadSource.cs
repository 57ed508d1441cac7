using System.Collections.Immutable;

namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>
/// Of a read or wait, which value is the newest for it: that of the last write to its buffer before it in the text.
/// </summary>
/// <param name="Newest">Index of that write; -1: nobody wrote before.</param>
/// <param name="NewestVersion">Its number among the writes to the buffer, from 1; 0: what memory held at the
/// start.</param>
/// <param name="Own">The last write of the same CPU, whose value it takes while that write is still on its way; -1:
/// none.</param>
/// <param name="OwnVersion">Its number.</param>
/// <param name="Version">Of a write its own number; 0 of everything else.</param>
internal readonly record struct ReadSource(int Newest, int NewestVersion, int Own, int OwnVersion, int Version)
{
    public static ImmutableArray<ReadSource> Of(IReadOnlyList<OrderStep> steps)
    {
        var last = new Dictionary<string, (int Step, int Version)>(StringComparer.Ordinal);
        var own = new Dictionary<(Actor, string), (int Step, int Version)>();
        var sources = ImmutableArray.CreateBuilder<ReadSource>(steps.Count);
        foreach (var step in steps)
        {
            var buffer = step.Step.Buffer ?? "";
            var newest = last.GetValueOrDefault(buffer, (-1, 0));
            var version = 0;
            var mine = own.GetValueOrDefault((step.Actor, buffer), (-1, 0));
            if (step.Kind == OrderKind.Write)
            {
                version = newest.Item2 + 1;
                last[buffer] = (step.Index, version);
                if (step.Actor.Kind != ActorKind.Device)
                {
                    // A device never takes its own write early.
                    own[(step.Actor, buffer)] = (step.Index, version);
                }
            }

            sources.Add(new ReadSource(newest.Item1, newest.Item2, mine.Item1, mine.Item2, version));
        }

        return sources.ToImmutable();
    }
}
