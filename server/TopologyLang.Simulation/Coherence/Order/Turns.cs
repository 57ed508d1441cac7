namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>Neighbours in the text of one actor; barriers of others between them do not count.</summary>
/// <param name="Start">The first step of the actor after the turn before, its barriers included.</param>
/// <param name="First">The first step that is no barrier.</param>
/// <param name="Last">The last one.</param>
/// <param name="BeginsWithWait">Its first access is a wait: it begins by itself, and nobody hands over to it.</param>
internal sealed record Turn(Actor Actor, int Start, int First, int Last, bool BeginsWithWait);

/// <summary>How the text of a program goes from one actor to the next.</summary>
internal static class Turns
{
    public static List<Turn> Of(IReadOnlyList<OrderStep> steps)
    {
        var turns = new List<Turn>();
        OrderStep? firstAccess = null;
        foreach (var step in steps.Where(step => !step.IsBarrier))
        {
            if (turns.Count > 0 && turns[^1].Actor == step.Actor)
            {
                firstAccess ??= step.IsAccess ? step : null;
                turns[^1] = turns[^1] with { Last = step.Index, BeginsWithWait = firstAccess is { Step.IsWait: true } };
                continue;
            }

            firstAccess = step.IsAccess ? step : null;
            var after = turns.Count > 0 ? turns[^1].Last + 1 : 0;
            var start = steps.Skip(after).First(one => step.Actor.Includes(one.Actor)).Index;
            turns.Add(new Turn(step.Actor, start, step.Index, step.Index, firstAccess is { Step.IsWait: true }));
        }

        return turns;
    }
}
