using System.Collections.Immutable;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Text;

/// <summary>
/// A run that goes wrong because one actor takes two steps in another order than the text's: which two, and why it may.
/// </summary>
public static class OrderStory
{
    /// <summary>What happens, why it may and what comes of it; null where the order is not what goes wrong.</summary>
    public static string? Of(SimulatedRun run) =>
        run.Verdict.Races is [var race, ..]
            ? $"{Happens(run, race)} ({NotKept(run, race.Earlier, race.Later).Text}){Consequence(run, race)}"
            : null;

    /// <summary>Of each two steps why they keep no order; empty where that is not what goes wrong.</summary>
    public static ImmutableArray<Reason> Reasons(SimulatedRun run) =>
        [.. run.Verdict.Races.Take(1).Select(race => NotKept(run, race.Earlier, race.Later))];

    /// <summary>Why two steps of one actor keep no order, with its source.</summary>
    /// <param name="before">The one that the text has first.</param>
    public static Reason NotKept(SimulatedRun run, int before, int after)
    {
        var (earlier, later) = (run.Program.Steps[before], run.Program.Steps[after]);
        var architecture = run.Path.Architecture;
        var source = CpuOrders.Of(architecture).Source;
        return (earlier, later) switch
        {
            ({ IsDma: true }, { Relaxed: true }) => new Reason(
                "a write with the relaxed-ordering attribute may overtake earlier writes",
                "PCIe base specification 2.4.1"
            ),
            ({ IsDma: true }, _) => new Reason(
                $"{later.Device} has several reads on their way at a time",
                "PCIe base specification 2.4.1"
            ),
            _ when !IsReadOrWrite(earlier) || !IsReadOrWrite(later) => new Reason(
                "a line operation of the CPU is complete only when a full barrier has waited for it"
            ),
            (_, { Kind: StepKind.Doorbell, Relaxed: true }) => new Reason(
                $"writel_relaxed() waits for nothing on {Words.Of(architecture)}",
                source
            ),
            (_, { Kind: StepKind.Doorbell }) => new Reason(
                $"writel() waits for earlier stores on {Words.Of(architecture)}, and for no loads",
                source
            ),
            _ when IsCombining(run, earlier) || IsCombining(run, later) => new Reason(
                "stores to a write-combining mapping keep no order with any other access",
                "Intel SDM vol. 3, 11.3.1"
            ),
            _ => new Reason(
                BarrierWords.NotKept(architecture, IsRead(earlier), IsRead(later)) + ForCpusOnly(run, before, after),
                source
            ),
        };
    }

    /// <summary>A barrier between the two that a device need not see.</summary>
    private static string ForCpusOnly(SimulatedRun run, int before, int after)
    {
        var kind = run
            .Program.Steps.Take(after)
            .Skip(before + 1)
            .Where(step => step.Cpu == run.Program.Steps[after].Cpu)
            .Select(step => step.Barrier)
            .OfType<BarrierKind>()
            .FirstOrDefault(kind => Barriers.Of(run.Path.Architecture, kind).ForCpusOnly, BarrierKind.Mb);
        return kind == BarrierKind.Mb ? "" : $", and {StepNames.Of(kind)}() orders for other CPUs only";
    }

    private static bool IsReadOrWrite(Step step) => IsRead(step) || step.Kind is StepKind.Write or StepKind.Doorbell;

    private static bool IsRead(Step step) => step.Kind is StepKind.Read or StepKind.Wait;

    private static bool IsCombining(SimulatedRun run, Step step) =>
        step.Kind == StepKind.Write
        && run.Path.Buffers.Any(buffer => buffer.Buffer == step.Buffer && buffer.Ordering == AccessOrdering.Combining);

    private static string Happens(SimulatedRun run, OrderRace race)
    {
        var (earlier, later) = (run.Program.Steps[race.Earlier], run.Program.Steps[race.Later]);
        return $"{Actor(later)} may {Does(later)} before {Object(earlier, later)}";
    }

    private static string Actor(Step step) =>
        step.IsDma ? $"`{step.Device}`"
        : step.Cpu.Scope == CpuScope.Hypervisor ? $"host cpu {step.Cpu.Number}"
        : $"cpu {step.Cpu.Number}";

    private static string Does(Step step) =>
        step.Kind switch
        {
            StepKind.Read or StepKind.Wait => $"load `{step.Buffer}`",
            StepKind.Write => $"store `{step.Buffer}`",
            StepKind.DmaRead or StepKind.DmaWait => $"read `{step.Buffer}`",
            StepKind.DmaWrite => $"write `{step.Buffer}`",
            StepKind.Doorbell => $"ring the doorbell of `{step.Device}`",
            StepKind.DmaInterrupt => "raise its interrupt",
            var kind when step.Buffer is not null => $"have its {Words.Verb(kind)} of `{step.Buffer}` take effect",
            var kind => $"execute {Words.Verb(kind)}",
        };

    private static string Object(Step earlier, Step later) =>
        earlier.Kind switch
        {
            StepKind.Wait => "the flag that it waited for",
            StepKind.DmaWait => $"`{earlier.Buffer}`, for which it waited",
            StepKind.Doorbell => $"the doorbell of `{earlier.Device}`",
            StepKind.Read when !IsRead(later) => $"it has loaded `{earlier.Buffer}`",
            StepKind.Write when later.Kind != StepKind.Write => $"it has stored `{earlier.Buffer}`",
            StepKind.Read or StepKind.Write or StepKind.DmaRead or StepKind.DmaWrite => $"`{earlier.Buffer}`",
            var kind when earlier.Buffer is not null => $"its {Words.Verb(kind)} of `{earlier.Buffer}` is complete",
            var kind => $"its {Words.Verb(kind)}",
        };

    /// <summary>What the read comes to that goes wrong, where it is not the step that came too early.</summary>
    private static string Consequence(SimulatedRun run, OrderRace race)
    {
        var last = run.Verdict.Run[^1];
        var read = run.Program.Steps[run.Verdict.FailingStep];
        var who = read.IsDma ? $"`{read.Device}`" : Actor(read);
        return run.Verdict.Kind == VerdictKind.Overwritten
                ? $", and what {who} is meant to read in `{last.Buffer}` is overwritten by then"
            : race.Later == run.Verdict.FailingStep ? ""
            : $", and {who} then reads an old value of `{last.Buffer}`";
    }
}
