using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Operations;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Timelines;

/// <summary>Runs what a file says happens over time.</summary>
public static class Timeline
{
    /// <summary>
    /// One result for each scenario, each from the initial state; without scenarios one for the set-up that the
    /// declarations imply.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static ImmutableArray<TimelineResult> Run(SystemTopology topology, CancellationToken cancellation)
    {
        var initial = KernelState.Initial(new TopologyIndex(topology));
        return topology.Scenarios.IsEmpty && !topology.HasScenario
            ? [RunSetUp(initial, cancellation)]
            : [.. topology.Scenarios.Select(s => RunScenario(initial, s, cancellation))];
    }

    private static TimelineResult RunSetUp(KernelState initial, CancellationToken cancellation)
    {
        var state = initial;
        var outcomes = ImmutableArray.CreateBuilder<OperationOutcome>();
        foreach (var operation in SetUp.Of(initial.Index.Topology))
        {
            cancellation.ThrowIfCancellationRequested();
            state = Apply(state, operation, null, outcomes);
        }

        ImmutableArray<ProgramRun> runs =
        [
            .. initial.Index.Topology.Programs.Select(p => new ProgramRun(
                p.Name,
                0,
                null,
                LeakChecks.StateFor(p, state)
            )),
        ];
        return new TimelineResult(null, outcomes.ToImmutable(), runs, state);
    }

    private static TimelineResult RunScenario(KernelState initial, Scenario scenario, CancellationToken cancellation)
    {
        var state = initial.StartingWith(scenario);
        var outcomes = ImmutableArray.CreateBuilder<OperationOutcome>();
        var runs = ImmutableArray.CreateBuilder<ProgramRun>();
        var moments = ImmutableArray.CreateBuilder<Moment>();
        for (var i = 0; i < scenario.Operations.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var operation = scenario.Operations[i];
            if (operation.Kind == OperationKind.Run)
            {
                runs.Add(new ProgramRun(operation.Program!, runs.Count, i, state));
            }

            var before = state;
            state = Apply(state, operation, i, outcomes);
            if (!ReferenceEquals(before, state))
            {
                moments.Add(new Moment(i, state));
            }
        }

        return new TimelineResult(scenario.Name, outcomes.ToImmutable(), runs.ToImmutable(), state)
        {
            Moments = moments.ToImmutable(),
        };
    }

    private static KernelState Apply(
        KernelState state,
        Operation operation,
        int? index,
        ImmutableArray<OperationOutcome>.Builder outcomes
    )
    {
        var answer =
            operation.Kind == OperationKind.Upgrade
                ? Upgrade.Run(state, operation.Host!, operation.Kernel!.Value)
                : Dispatch.Run(state, operation);
        var names = answer.State.Index;
        var kernel = names.AnsweringKernel(Dispatch.HostOf(names, operation).Name);
        outcomes.Add(new OperationOutcome(operation, index, answer.Result, kernel, answer.Chain));
        outcomes.AddRange(answer.Redone.Select(o => o with { Index = index }));
        return answer.State;
    }
}
