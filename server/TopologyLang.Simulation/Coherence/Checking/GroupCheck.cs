using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Coherence.Products;
using TopologyLang.Simulation.Coherence.Programs;
using TopologyLang.Simulation.Coherence.Runs;
using TopologyLang.Simulation.Coherence.Search;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Checking;

/// <summary>The buffers of a line, each with one of its possible access classes.</summary>
internal sealed record LineAccess(ImmutableArray<WordPath> Words);

/// <summary>The lines of a group with one access class for each buffer.</summary>
internal sealed record GroupAccess(ImmutableArray<LineAccess> Lines);

/// <summary>The search of buffers that depend on each other, each with one access class.</summary>
internal sealed class GroupCheck
{
    private readonly ProductProgram? program;
    private readonly SearchResult result;

    private GroupCheck(ProductProgram? program, SearchResult result, Reason? undecided)
    {
        this.program = program;
        this.result = result;
        Undecided = undecided;
    }

    public Reason? Undecided { get; }

    public bool IsStale => result.Outcome == SearchOutcome.Stale;

    public bool IsOverwritten => result.Outcome == SearchOutcome.Overwritten;

    /// <summary>The wait that no run passes; null where each is passed by some run.</summary>
    public int? NeverPasses => result.Outcome == SearchOutcome.Stuck ? result.ReadingStep : null;

    public long States => result.States;

    /// <summary>No stale read ends a run of this many steps or fewer, as far as it was explored.</summary>
    public int ExploredDepth => result.Depth;

    /// <summary>Steps of the run, its last read included.</summary>
    public int Length => result.Run.Length;

    /// <summary>The program step that reads stale data.</summary>
    public int ReadingStep => result.ReadingStep;

    public static GroupCheck Run(
        ProgramOrder order,
        ProgramPath path,
        GroupAccess group,
        SearchLimits limits,
        Func<ProductProgram, SearchResult> search
    )
    {
        ImmutableArray<LineProgram> lines =
        [
            .. group.Lines.Select(line => LineCompiler.Compile(path, order, line.Words)),
        ];
        var program = ProductProgram.Of(lines);
        if (program is null)
        {
            return new GroupCheck(null, new SearchResult(SearchOutcome.StateLimitReached, 0, [], 0), TooLarge(lines));
        }

        var result = search(program);
        return new GroupCheck(program, result, WhyUndecided(lines, result, limits));
    }

    public (ImmutableArray<RunStep> Steps, Hazard Hazard) Replay() => RunReplay.Replay(program!, result.Run);

    /// <summary>The class of a buffer, where the path allows it several.</summary>
    public AccessClass? Assumed(string? buffer) =>
        program!
            .Lines.SelectMany(line => line.Program.Words)
            .Where(word => word.Buffer.Buffer == buffer && word.Buffer.Access.Length > 1)
            .Select(word => (AccessClass?)word.Access)
            .FirstOrDefault();

    private static string Names(ImmutableArray<LineProgram> lines) =>
        string.Join(" and ", lines.Select(line => line.Names));

    private static Reason TooLarge(ImmutableArray<LineProgram> lines) =>
        new(
            $"Not decided: up to {lines.Sum(line => line.Slots.Length)} cache line operations on {Names(lines)} are "
                + $"pending at a time and it is in up to {BystanderReduction.Modelled(lines).Length} caches, which is "
                + "more than a state can hold. Add fences, or split the program."
        );

    private static Reason? WhyUndecided(ImmutableArray<LineProgram> lines, SearchResult result, SearchLimits limits) =>
        result.Outcome switch
        {
            SearchOutcome.StateLimitReached => new Reason(
                $"Not decided within {limits.States} states of {Names(lines)}. A shorter program, or one with more "
                    + "fences, needs fewer."
            ),
            SearchOutcome.MemoryLimitReached => new Reason(
                $"Not decided within {limits.Memory >> 20} MiB of memory, after {result.States} states of "
                    + $"{Names(lines)}. A shorter program, or one with more fences, needs less."
            ),
            SearchOutcome.PlaceLimitReached => new Reason(
                "Not decided: the steps of the program may happen in more orders than are explored with "
                    + $"{Names(lines)}. A program with more barriers, or a shorter one, has fewer."
            ),
            _ => null,
        };
}
