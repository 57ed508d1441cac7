using System.Collections.Immutable;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>
/// A program as a partial order of its steps: an execution takes them one at a time in any order that has every edge. A
/// program without waits, barriers, doorbells, interrupts and relaxed writes is taken in the order of its text.
/// </summary>
public sealed class ProgramOrder
{
    /// <summary>Of a longer one the edges alone would take more memory than a search.</summary>
    private const int MostSteps = 1024;

    private readonly Lazy<StepSet[]> allBefore;

    private ProgramOrder(ImmutableArray<OrderStep> steps, bool isText, ImmutableArray<OrderEdge> edges)
    {
        Steps = steps;
        IsText = isText;
        Edges = edges;
        Predecessors = isText ? [] : Before(steps.Length, edges);
        Reads = ReadSource.Of(steps);
        allBefore = new Lazy<StepSet[]>(() => Closure.Of(steps.Length, Edges).Before);
    }

    /// <summary>The steps follow each other as they are written.</summary>
    public bool IsText { get; }

    /// <summary>Not closed: what follows from several of them is not among them.</summary>
    public ImmutableArray<OrderEdge> Edges { get; }

    /// <summary>
    /// The edges from which all others follow: of two steps with a third between them there is none. For those who read
    /// them.
    /// </summary>
    public ImmutableArray<OrderEdge> Cover
    {
        get
        {
            var (before, after) = Closure.Of(Steps.Length, Edges);
            return [.. Edges.Where(edge => after[edge.Before].Except(before[edge.After]).Equals(after[edge.Before]))];
        }
    }

    /// <summary>Why the order cannot be explored; null where it can.</summary>
    public Reason? NotDecided { get; private init; }

    internal ImmutableArray<OrderStep> Steps { get; }

    /// <summary>Of each step those that an edge puts before it; empty where the order is the text's.</summary>
    internal ImmutableArray<StepSet> Predecessors { get; }

    /// <summary>Of each step all that come before it.</summary>
    internal StepSet[] AllBefore => allBefore.Value;

    /// <summary>Of each step where the value comes from that it is meant to read.</summary>
    internal ImmutableArray<ReadSource> Reads { get; }

    /// <summary>The first step of each handoff that no wait, doorbell or interrupt of the program stands for.</summary>
    public ImmutableArray<int> AssumedHandoffs => IsText ? [] : [.. BetweenActors.Assumed(Steps)];

    /// <summary>
    /// Every execution writes the buffer in the order of the text, and no read of it comes after a write that the text
    /// has later: then what is not the newest value is old.
    /// </summary>
    internal bool KeepsText(string buffer)
    {
        if (IsText)
        {
            return true;
        }

        var accesses = Steps.Where(step => step.IsAccess && step.Step.Buffer == buffer).ToList();
        return accesses
            .Where(step => step.Kind == OrderKind.Write)
            .All(write =>
                accesses.TrueForAll(before =>
                    before.Index >= write.Index || AllBefore[write.Index].Contains(before.Index)
                )
            );
    }

    public static ProgramOrder Of(ProgramPath path) => Of(path, reduced: true);

    /// <summary>As if every program were taken in the order of its text.</summary>
    internal static ProgramOrder InText(ProgramPath path)
    {
        var steps = OrderSteps.Of(path);
        return new ProgramOrder(steps, true, Text(steps));
    }

    /// <param name="reduced">With the edges that change no outcome and make the order smaller.</param>
    internal static ProgramOrder Of(ProgramPath path, bool reduced)
    {
        if (!NamesOrder(path))
        {
            return InText(path);
        }

        var steps = OrderSteps.Of(path);
        if (steps.Length > MostSteps)
        {
            return new ProgramOrder(steps, true, [])
            {
                NotDecided = new Reason(
                    $"Not decided: the order of {steps.Length} steps is not explored, of at most {MostSteps} it is. "
                        + "Split the program."
                ),
            };
        }

        var edges = new Dictionary<(int, int), OrderEdge>();
        Add(edges, OfActors(path, steps));
        Add(edges, BetweenActors.Edges(steps).Where(edge => steps[edge.Before].IsTaken && steps[edge.After].IsTaken));
        if (reduced)
        {
            Add(edges, Reductions.ReadsFrom(steps));
            Add(edges, Reductions.Indistinguishable(steps, [.. edges.Values]));
        }

        return new ProgramOrder(steps, false, [.. edges.Values.OrderBy(edge => (edge.Before, edge.After))]);
    }

    /// <summary>A statement of the program, or its device, leaves an order open.</summary>
    private static bool NamesOrder(ProgramPath path) =>
        path.Program.Steps.Any(step =>
            step.IsWait || step.Relaxed || step.Kind is StepKind.Barrier or StepKind.Doorbell or StepKind.DmaInterrupt
        ) || path.Devices.Any(device => device.Reads == DeviceReads.Pipelined);

    private static ImmutableArray<OrderEdge> Text(ImmutableArray<OrderStep> steps) =>
        [.. Enumerable.Range(1, Math.Max(0, steps.Length - 1)).Select(i => new OrderEdge(i - 1, i, OrderReason.Text))];

    private static void Add(Dictionary<(int, int), OrderEdge> edges, IEnumerable<OrderEdge> more)
    {
        foreach (var edge in more.ToList())
        {
            edges.TryAdd((edge.Before, edge.After), edge);
        }
    }

    private static IEnumerable<OrderEdge> OfActors(ProgramPath path, ImmutableArray<OrderStep> steps)
    {
        var rules = new ActorOrder(
            path.Architecture,
            step => path.DeviceAt(step)?.Reads ?? DeviceReads.Ordered,
            steps.Any(step => step.Actor.Kind == ActorKind.Device)
        );
        foreach (var before in steps.Where(step => step.IsTaken))
        {
            var between = BarrierPairs.None;
            var through = new List<(BarrierPairs Pairs, int Step)>();
            foreach (var after in steps.Skip(before.Index + 1).Where(one => before.Actor.Includes(one.Actor)))
            {
                if (after.Step.Barrier is { } kind && !after.IsOnEveryLine)
                {
                    between = between.And(rules.PairsOf(kind));
                    through.Add((rules.PairsOf(kind), after.Index));
                }
                else if (rules.Between(before, after, between) is { } reason)
                {
                    yield return new OrderEdge(before.Index, after.Index, reason)
                    {
                        Through = reason == OrderReason.Barrier ? Barrier(through, before, after) : null,
                    };
                }
            }
        }
    }

    private static int? Barrier(List<(BarrierPairs Pairs, int Step)> through, OrderStep before, OrderStep after) =>
        through.Where(one => one.Pairs.Orders(before, after)).Select(one => (int?)one.Step).FirstOrDefault();

    private static ImmutableArray<StepSet> Before(int steps, ImmutableArray<OrderEdge> edges)
    {
        var before = edges.ToLookup(edge => edge.After, edge => edge.Before);
        return [.. Enumerable.Range(0, steps).Select(step => StepSet.Of(steps, before[step]))];
    }
}
