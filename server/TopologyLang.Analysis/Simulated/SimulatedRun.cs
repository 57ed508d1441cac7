using System.Collections.Immutable;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Timelines;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Simulated;

/// <summary>One run of a program, in the state that the machine had then.</summary>
public sealed record SimulatedRun(ProgramRun Run, ProgramPath Path, Verdict Verdict)
{
    /// <summary>The verdict would be coherent, but something that it depends on has an error in the file.</summary>
    public bool DependsOnError { get; init; }

    /// <summary>The verdict differs by what the file leaves open, so that it is undecided.</summary>
    public bool DependsOnOpenFacts { get; init; }

    /// <summary>
    /// Where <see cref="DependsOnOpenFacts"/>: the same run where what it depends on is otherwise than the defaults
    /// take it.
    /// </summary>
    public SimulatedRun? Otherwise { get; init; }

    public Program Program => Path.Program;

    /// <summary>A leak check of a device that nobody has: there is nothing to check.</summary>
    public bool IsIdle => Program.IsLeakCheck && Verdict.Kind == VerdictKind.Error;
}

/// <summary>
/// The implied set-up of a part of the topology, or one scenario: what the kernel answered and what each run came to.
/// </summary>
/// <param name="Topology">The part that this is about: without a scenario a host with everything on it.</param>
/// <param name="Beliefs">Where the kernel, at the end, believes what the hardware does not do.</param>
public sealed record SimulatedTimeline(
    SystemTopology Topology,
    TimelineResult Kernel,
    ImmutableArray<SimulatedRun> Runs,
    ImmutableArray<BeliefMismatch> Beliefs
)
{
    /// <summary>Null for the set-up that the declarations imply.</summary>
    public string? Scenario => Kernel.Scenario;

    /// <summary>The state of the machine when everything is done, as the defaults have it.</summary>
    public KernelState End => Kernel.End;

    /// <summary>
    /// The same where what the file leaves open is otherwise; those in which the fewest facts differ first.
    /// </summary>
    public ImmutableArray<Alternative> Alternatives { get; init; } = [];

    /// <summary>
    /// Why what is said of a device, domain or guest may be wrong: something that it depends on has an error. Null
    /// where nothing has.
    /// </summary>
    public Func<DeclarationKind, string, Reason?>? Doubt { get; init; }
}

/// <summary>The same timeline where some of what the file leaves open is otherwise than the defaults take it.</summary>
/// <param name="Failing">What is otherwise; all else is as the defaults have it.</param>
public sealed record Alternative(ImmutableArray<OpenFact> Failing, SimulatedTimeline Timeline)
{
    /// <summary>"main has no snoop control and ..."</summary>
    public string Words => string.Join(" and ", Failing.Select(fact => fact.Fails));

    /// <summary>The same, told of a program.</summary>
    public Alternative For(Program program) => this with { Failing = [.. Failing.Select(fact => fact.For(program))] };
}

/// <summary>A topology and everything that came of it.</summary>
public sealed record SimulatedSystem(SystemTopology Topology, ImmutableArray<SimulatedTimeline> Timelines)
{
    public IEnumerable<(SimulatedTimeline Timeline, SimulatedRun Run)> RunsOf(string program) =>
        from timeline in Timelines
        from run in timeline.Runs
        where run.Program.Name == program
        select (timeline, run);
}
