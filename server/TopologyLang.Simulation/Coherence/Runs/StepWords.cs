using TopologyLang.Simulation.Coherence.Lines;
using TopologyLang.Simulation.Coherence.Programs;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Runs;

/// <summary>Who does a step of a run, and what it is called. The state after the step is not filled in.</summary>
internal static class StepWords
{
    public static RunStep Describe(LineProgram program, int index)
    {
        var step = program.Path.Program.Steps[index];
        var (actor, number) = ActorOf(program, step);
        return Unfilled(actor, number, ActionOf(step)) with
        {
            Device = step.Device,
            Buffer = step.Buffer,
            Step = index,
        };
    }

    /// <param name="cpu">The physical CPU; null: the shared cache.</param>
    public static RunStep OfCache(LineProgram program, int? cpu, SpontaneousStep step) =>
        Unfilled(cpu is null ? RunActor.SharedCache : RunActor.Cache, cpu ?? 0, step.Action) with
        {
            Buffer = program.Words[step.Word].Buffer.Buffer,
        };

    /// <param name="issuer">The program step that issued the operation.</param>
    public static RunStep OfCompletion(LineProgram program, int issuer) =>
        Describe(program, issuer) with
        {
            Action = "complete",
            Step = null,
            Completes = issuer,
        };

    /// <summary>The statement's own words, without who does it and to which buffer.</summary>
    private static string ActionOf(Step step)
    {
        var name = StepNames.Of(step.Kind);
        return step.Barrier is { } barrier ? $"{name} {StepNames.Of(barrier)}" : name;
    }

    private static (RunActor Actor, int Number) ActorOf(LineProgram program, Step step) =>
        step switch
        {
            { IsDma: true } => (RunActor.Device, 0),
            { Kind: StepKind.SyncForDevice or StepKind.SyncForCpu } => (RunActor.Kernel, 0),
            { Kind: StepKind.Recycle } => (RunActor.HypervisorCpu, 0),
            { Cpu.Scope: CpuScope.Hypervisor } => (
                RunActor.HypervisorCpu,
                step.Cpu.Number % Math.Max(1, program.Path.PhysicalCpus)
            ),
            { Cpu.Scope: CpuScope.All } => (RunActor.AllCpus, 0),
            _ => (RunActor.Cpu, step.Cpu.Number),
        };

    private static RunStep Unfilled(RunActor actor, int number, string action) =>
        new(actor, number, null, action, null, null, null, 0, [], 0);
}
