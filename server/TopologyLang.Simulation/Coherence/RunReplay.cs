using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence;

/// <summary>Repeats a run that the search found with the values in it, and names the hazard.</summary>
internal static class RunReplay
{
    /// <param name="run">Packed states from the start to the one in which the next step of the program reads stale data.</param>
    public static (ImmutableArray<RunStep> Steps, Hazard Hazard) Replay(LineProgram program, StateLayout layout, ImmutableArray<ulong> run)
    {
        var steps = new ConcreteSteps(program, layout);
        var shown = new List<RunStep>();
        var line = ConcreteLine.Start(layout);
        foreach (var packed in run.Skip(1))
        {
            var step = steps.From(line).First(step => step.After.Pack(layout) == packed);
            shown.Add(WithState(program, step));
            line = step.After;
        }

        var last = WithState(program, steps.From(line).First(step => step.ReadsStale));
        shown.Add(last);
        return ([.. shown], HazardOf(program, shown, last));
    }

    private static RunStep WithState(LineProgram program, ConcreteStep step) => step.WithState with
    {
        Pending =
        [
            .. Enumerable.Range(0, program.Slots.Length)
                .Where(slot => (step.After.Pending >> slot & 1) != 0)
                .Select(slot => program.IssuerOf(slot, step.After.Pc))
                .Order(),
        ],
    };

    private static Hazard HazardOf(LineProgram program, List<RunStep> run, RunStep last)
    {
        var writes = run.Where(step => IsWrite(program, step)).ToList();
        var recycled = writes.FindLastIndex(step => KindOf(program, step) == StepKind.Recycle) + 1;
        if (last.Actor == RunActor.Device && last.ReadValue < recycled)
        {
            return Hazard.InformationLeak;
        }

        // A device's write reaches memory at once, so another value there later was put there by a write-back.
        if (writes.Count > 0 && KindOf(program, writes[^1]) == StepKind.DmaWrite && last.Memory != last.Expected)
        {
            return Hazard.DmaWriteLost;
        }

        return last.Actor == RunActor.Device ? Hazard.DeviceReadsStale : Hazard.CpuReadsStale;
    }

    private static bool IsWrite(LineProgram program, RunStep step) =>
        step.Buffer == program.Buffer.Buffer && KindOf(program, step) is StepKind.Write or StepKind.DmaWrite or StepKind.Recycle;

    private static StepKind? KindOf(LineProgram program, RunStep step) =>
        step.Step is { } index ? program.Path.Program.Steps[index].Kind : null;
}
