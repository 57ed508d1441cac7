using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Lines;
using TopologyLang.Simulation.Coherence.Products;
using TopologyLang.Simulation.Coherence.Runs;

namespace TopologyLang.Simulation.Coherence.Search;

/// <summary>
/// Finds a shortest run after a search has found its length: of all shortest ones the first, where at each step the
/// program comes before the caches and these in their fixed order. It does not depend on the order in which the search
/// found the states of a depth.
/// </summary>
/// <param name="last">The depth from which the read that goes wrong is one step.</param>
internal sealed class ShortestRun(
    ProductProgram program,
    StateList states,
    List<int> depths,
    int last,
    FaultSearch faults,
    ReadFaults fault,
    CancellationToken cancellation
)
{
    private const int BlocksBetweenCancellationChecks = 64;

    private readonly Expander expander = new(program);

    /// <returns>Each step's place among those that are possible there, and the program step of the last.</returns>
    public (ImmutableArray<int> Run, int ReadingStep) Find()
    {
        var leading = Leading();
        var steps = new ConcreteSteps(program);
        var world = steps.Start();
        var run = ImmutableArray.CreateBuilder<int>(leading.Length);
        for (var depth = 1; depth < leading.Length; depth++)
        {
            var (place, after) = First(
                steps.From(world),
                step => leading[depth].HasAnyOf(StateBlock.Of(expander.Normal(steps.Pack(step.After))))
            );
            run.Add(place);
            world = after;
        }

        var reads = steps.From(world).ToList();
        var reading = reads.FindIndex(step =>
            (step.Faults & fault) != 0 && faults.Ends(expander.Normal(steps.Pack(step.After)))
        );
        run.Add(reading);
        return (run.ToImmutable(), reads[reading].Shown.Step!.Value);
    }

    /// <summary>For each depth the states from which a stale read is as near as can be.</summary>
    private StateSet[] Leading()
    {
        var leading = new StateSet[last + 1];
        for (var depth = last; depth >= 0; depth--)
        {
            leading[depth] = Leading(depth, depth + 1 < leading.Length ? leading[depth + 1] : null);
        }

        return leading;
    }

    /// <param name="later">Those of the depth after; null: there the stale read is the next step.</param>
    private StateSet Leading(int depth, StateSet? later)
    {
        var end = depth + 1 < depths.Count ? depths[depth + 1] : states.Count;
        var leading = new StateSet();
        var found = new FoundBlocks();
        for (var i = depths[depth]; i < end; i++)
        {
            if (i % BlocksBetweenCancellationChecks == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            for (var left = states[i]; left.States != 0; left = left with { States = left.States & (left.States - 1) })
            {
                var one = left with { States = left.States & (0 - left.States) };
                if (later is null ? faults.IsIn(one, fault) : Reaches(one, later))
                {
                    leading.Add(one, found);
                }
            }

            if (leading.Used >= StateSet.Room(leading.Capacity))
            {
                leading.Grow(threads: 1, cancellation);
            }
        }

        return leading;
    }

    private bool Reaches(StateBlock state, StateSet later)
    {
        foreach (var next in expander.After(state))
        {
            if (later.HasAnyOf(next))
            {
                return true;
            }
        }

        return false;
    }

    private static (int Place, World After) First(IEnumerable<ConcreteStep> steps, Func<ConcreteStep, bool> wanted)
    {
        var place = 0;
        foreach (var step in steps)
        {
            if (wanted(step))
            {
                return (place, step.After);
            }

            place++;
        }

        throw new InvalidOperationException("a run that the search found is none of the model");
    }
}
