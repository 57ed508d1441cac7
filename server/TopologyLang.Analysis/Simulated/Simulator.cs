using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Kernel;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Simulated;

/// <summary>
/// Topology in, answers out: the control plane, then for each run its path, then the coherence checker. Remembers parts of topologies
/// and verdicts by value.
/// </summary>
public sealed class Simulator(SearchLimits limits)
{
    private readonly VerdictCache verdicts = new();
    private readonly PartMemory parts = new();

    public SimulatedSystem Simulate(SystemTopology topology, CancellationToken cancellation) =>
        new(topology, [.. TopologyParts.Of(topology).SelectMany(part => SimulatePart(part, cancellation))]);

    /// <summary>
    /// The verdict on the run's program with other steps. Its path stays as it is: that hangs on owner, buffers and devices alone.
    /// </summary>
    public Verdict Check(SimulatedRun run, ImmutableArray<Step> steps, CancellationToken cancellation) =>
        verdicts.Check(run.Path with { Program = run.Program with { Steps = steps } }, limits, cancellation);

    private ImmutableArray<SimulatedTimeline> SimulatePart(SystemTopology part, CancellationToken cancellation)
    {
        if (parts.Recall(part) is { } known)
        {
            return known;
        }

        ImmutableArray<SimulatedTimeline> answers =
            [.. Timeline.Run(part, cancellation).Select(timeline => Simulate(part, timeline, cancellation))];
        parts.Remember(part, answers);
        return answers;
    }

    private SimulatedTimeline Simulate(SystemTopology topology, TimelineResult timeline, CancellationToken cancellation)
    {
        var programs = topology.Programs.ToDictionary(program => program.Name, StringComparer.Ordinal);
        var runs = timeline.Runs.Select(run =>
        {
            var path = ProgramPaths.Of(topology, run.State, programs[run.Program]);
            return new SimulatedRun(run, path, verdicts.Check(path, limits, cancellation));
        });
        return new SimulatedTimeline(topology, timeline, [.. runs], BeliefChecks.Beliefs(topology, timeline.End));
    }
}
