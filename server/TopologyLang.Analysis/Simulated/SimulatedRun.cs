using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Timelines;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Simulated;

/// <summary>One run of a program, in the state that the machine had then.</summary>
public sealed record SimulatedRun(ProgramRun Run, ProgramPath Path, Verdict Verdict)
{
    /// <summary>The verdict would be coherent, but something that it hangs on has an error in the file.</summary>
    public bool HangsOnError { get; init; }

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

    /// <summary>The state of the machine when everything is done.</summary>
    public KernelState End => Kernel.End;
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
