using System.Collections.Immutable;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence;

/// <summary>The search of one buffer with one access class.</summary>
internal sealed class LineCheck
{
    private readonly PackedProgram? program;
    private readonly SearchResult result;

    private LineCheck(PackedProgram? program, SearchResult result, Reason? undecided)
    {
        this.program = program;
        this.result = result;
        Undecided = undecided;
    }

    public Reason? Undecided { get; }

    public bool IsStale => result.Outcome == SearchOutcome.Stale;

    public long States => result.States;

    /// <summary>No stale read ends a run of this many steps or fewer, as far as it was explored.</summary>
    public int ExploredDepth => result.Depth;

    /// <summary>Steps of the run, its last read included.</summary>
    public int Length => result.Run.Length;

    /// <summary>The program step that reads stale data.</summary>
    public int ReadingStep => program!.Layout.Pc(result.Run[^1]);

    public AccessClass? Assumed => program!.Line.Buffer.Access.Length > 1 ? program.Line.Access : null;

    public static LineCheck Run(
        ProgramPath path, BufferPath buffer, AccessClass access, SearchLimits limits, Func<PackedProgram, SearchResult> search)
    {
        var line = LineCompiler.Compile(path, buffer, access);
        var program = PackedProgram.Pack(line);
        if (program is null)
        {
            return new LineCheck(null, new SearchResult(SearchOutcome.LimitReached, 0, [], 0), TooLarge(line));
        }

        var result = search(program);
        return new LineCheck(program, result, result.Outcome == SearchOutcome.LimitReached ? LimitReached(buffer, limits) : null);
    }

    public (ImmutableArray<RunStep> Steps, Hazard Hazard) Replay() => RunReplay.Replay(program!.Line, program.Layout, result.Run);

    private static Reason TooLarge(LineProgram line) => new(
        $"Not decided: up to {line.Slots.Length} cache line operations on '{line.Buffer.Buffer}' are pending at a time and it is in up to "
        + $"{BystanderReduction.Modelled(line).Length} caches, which is more than a state can hold. Add fences, or split the program.");

    private static Reason LimitReached(BufferPath buffer, SearchLimits limits) => new(
        $"Not decided within {limits.States} states of '{buffer.Buffer}'. A shorter program, or one with more fences, needs fewer.");
}
