using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.CrossCheck.Herd;

/// <summary>
/// Every outcome of the checker's order of a program over one memory: its steps one after the other, in any order that
/// has all edges.
/// </summary>
internal sealed class OrderOutcomes
{
    private readonly ProgramOrder order;
    private readonly TextValues text;
    private readonly ulong[] before;
    private readonly ImmutableArray<int> taken;
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly HashSet<Outcome> found = [];

    private OrderOutcomes(ProgramPath path)
    {
        order = ProgramOrder.Of(path);
        text = TextValues.Of(path.Program);
        taken = [.. order.Steps.Where(step => step.IsTaken || order.IsText).Select(step => step.Index)];
        before = new ulong[order.Steps.Length];
        foreach (var edge in order.Edges)
        {
            before[edge.After] |= 1UL << edge.Before;
        }
    }

    public static HashSet<Outcome> Of(ProgramPath path)
    {
        var search = new OrderOutcomes(path);
        search.From(0, [.. search.text.Buffers.Select(_ => 0)], [.. search.text.Values.Select(_ => 0)]);
        return search.found;
    }

    private void From(ulong done, ImmutableArray<int> memory, ImmutableArray<int> read)
    {
        if (!seen.Add($"{done} {string.Join(',', memory)} {string.Join(',', read)}"))
        {
            return;
        }

        var left = taken.Where(step => (done >> step & 1) == 0).ToList();
        if (left.Count == 0)
        {
            found.Add(
                new Outcome([.. order.Steps.Where(step => step.IsRead).Select(step => read[step.Index])], memory)
            );
        }

        foreach (var step in left.Where(step => (before[step] & ~done) == 0))
        {
            Take(order.Steps[step], done, memory, read);
        }
    }

    private void Take(OrderStep step, ulong done, ImmutableArray<int> memory, ImmutableArray<int> read)
    {
        var after = done | 1UL << step.Index;
        if (!step.IsAccess)
        {
            From(after, memory, read);
            return;
        }

        var buffer = text.Buffers.IndexOf(step.Step.Buffer!);
        if (!step.IsRead)
        {
            From(after, memory.SetItem(buffer, text.Values[step.Index]), read);
            return;
        }

        // Its own store that is still on its way, if there is one.
        var own = order.Reads[step.Index].Own;
        var value = own >= 0 && (done >> own & 1) == 0 ? text.Values[own] : memory[buffer];
        if (!step.Step.IsWait || value == text.Values[step.Index])
        {
            From(after, memory, read.SetItem(step.Index, value));
        }
    }
}
