using System.Collections.Immutable;
using TopologyLang.Analysis.Locations;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Coherence.Programs;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Runs;

/// <summary>
/// The steps of a stale run with their states. What the search found is taken over; nothing is simulated again.
/// </summary>
internal sealed class RunStory
{
    private readonly FileAnalysis analysis;
    private readonly SimulatedRun run;
    private readonly ImmutableArray<ImmutableArray<CpuStanding>> standings;
    private readonly Places places;

    public RunStory(FileAnalysis analysis, SimulatedRun run)
    {
        this.analysis = analysis;
        this.run = run;
        places = new Places(analysis.Binding);
        Buffer = run.Verdict.Run[^1].Buffer!;
        Values = new ValueNames(run.Program, Buffer);
        standings = CpuStandings.AlongTheRun(run.Path, run.Verdict.Run.Select(step => step.Step));
        Start = StartState();
        Steps = Told();
    }

    public string Buffer { get; }

    public ValueNames Values { get; }

    public RunState Start { get; }

    public ImmutableArray<ExplainedStep> Steps { get; }

    private RunState StartState()
    {
        var caches = Enumerable
            .Range(0, run.Verdict.Run[^1].Caches.Length)
            .Select(cpu => new CacheLine(cpu, StateNames.Invalid, null));
        var last = run.Verdict.Run[^1];
        return new RunState(Values[0], [.. caches], [], Values[0], VcpusAt(0))
        {
            Shared = last.Shared is null ? null : new SharedLine(StateNames.Invalid, null),
            Combining = [.. last.Combining.Select((_, cpu) => new CombiningBuffer(cpu, null))],
        };
    }

    private ImmutableArray<ExplainedStep> Told()
    {
        var steps = ImmutableArray.CreateBuilder<ExplainedStep>();
        var before = Start;
        foreach (var step in run.Verdict.Run)
        {
            var after = StateAfter(step, steps.Count + 1);
            var sentence = RunSentences.Of(new ToldStep(run, step, Buffer, Values, before, after));
            steps.Add(
                new ExplainedStep(
                    steps.Count + 1,
                    ActorNames.Of(step),
                    step.Action,
                    step.Buffer,
                    step.Step is { } statement ? LineOf(statement) : null,
                    step.Step is { } said && !run.Program.BuiltIn ? places.Of(run.Program, said).Path : null,
                    step.Step is null,
                    sentence,
                    after,
                    RunChanges.Between(before, after)
                )
                {
                    Read = ReadOf(step),
                    Overtakes =
                    [
                        .. step.Overtakes.Select(index => new OvertakenStatement(
                            Words.Of(run.Program.Steps[index]),
                            LineOf(index)
                        )),
                    ],
                }
            );
            before = after;
        }

        return steps.ToImmutable();
    }

    private ReadValue? ReadOf(RunStep step) =>
        step.ReadValue is { } value
            ? new ReadValue(
                Values[value],
                step.FromOwnStore ? ActorNames.Of(step)
                    : step.ReadFromShared ? "shared cache"
                    : step.ReadFrom is { } cpu ? $"cache {cpu}"
                    : "memory",
                value != step.Expected
            )
            : null;

    private RunState StateAfter(RunStep step, int done) =>
        new(
            Values[step.Memory],
            [
                .. step.Caches.Select(
                    (copy, cpu) =>
                        new CacheLine(
                            cpu,
                            StateNames.Of(copy.State),
                            copy.State == CopyState.Invalid ? null : Values[copy.Value]
                        )
                ),
            ],
            [.. step.Pending.Select(Pending)],
            Values[step.Expected],
            VcpusAt(done)
        )
        {
            Shared = step.Shared is { } copy
                ? new SharedLine(StateNames.Of(copy.State), copy.State == CopyState.Invalid ? null : Values[copy.Value])
                : null,
            Combining =
            [
                .. step.Combining.Select(
                    (value, cpu) => new CombiningBuffer(cpu, value is { } held ? Values[held] : null)
                ),
            ],
        };

    private PendingOperation Pending(int index)
    {
        var step = run.Program.Steps[index];
        return new PendingOperation(
            step.Cpu.Number,
            ActorNames.Of(step.Cpu),
            StepNames.Of(step.Kind),
            null,
            LineOf(index)
        );
    }

    private ImmutableArray<Vcpu> VcpusAt(int done) =>
        run.Path.InGuest
            ?
            [
                .. standings[done]
                    .Select(standing => new Vcpu(standing.Number, standing.PhysicalCpu, standing.DirtyMask)),
            ]
            : [];

    private int? LineOf(int step) =>
        run.Program.BuiltIn ? null : LineRange.Of(analysis.Binding, places.Of(run.Program, step)).Start.Line + 1;
}
