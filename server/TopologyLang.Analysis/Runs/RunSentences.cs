using System.Collections.Immutable;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Analysis.Text;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Runs;

/// <summary>A step of a run with everything that its sentence is made of.</summary>
/// <param name="Buffer">The buffer whose line is shown.</param>
internal sealed record ToldStep(
    SimulatedRun Run,
    RunStep Step,
    string Buffer,
    ValueNames Values,
    RunState Before,
    RunState After
)
{
    /// <summary>The statement; of a completion the one that issued the operation; null for what a cache does.</summary>
    public Step? Statement => (Step.Step ?? Step.Completes) is { } index ? Run.Program.Steps[index] : null;
}

/// <summary>One sentence a step: who does what, and what it changes.</summary>
internal static class RunSentences
{
    public static string Of(ToldStep told)
    {
        var effects = Effects(told);
        var head = $"{Subject(told)} {Predicate(told)}{Overtakes(told)}";
        return effects.IsEmpty ? head + "." : $"{head}: {string.Join("; ", effects)}.";
    }

    /// <summary>What the text has before the step and has not happened yet, and why that may be.</summary>
    private static string Overtakes(ToldStep told)
    {
        var (run, overtaken) = (told.Run, told.Step.Overtakes);
        if (overtaken.IsDefaultOrEmpty || told.Step.Step is not { } step)
        {
            return "";
        }

        var first = OrderStory.NotKept(run, overtaken[0], step).Text;
        var all = overtaken.Select(index => $"`{Words.Of(run.Program.Steps[index])}`");
        return $", before {string.Join(" and ", all)}, which the text has first ({first})";
    }

    private static string Subject(ToldStep told)
    {
        var step = told.Step;
        var inGuest = told.Run.Path.InGuest;
        return step.Actor switch
        {
            RunActor.Cpu when inGuest => $"vCPU {step.Number}{WhereItRuns(told)}",
            RunActor.Cpu => $"CPU {step.Number}",
            RunActor.AllCpus => inGuest ? "Every vCPU" : "Every CPU",
            RunActor.HypervisorCpu => $"The hypervisor, on CPU {step.Number},",
            RunActor.Cache => $"Cache {step.Number}",
            RunActor.SharedCache => "The shared cache",
            RunActor.Device => step.Device ?? "The device",
            _ => "The kernel",
        };
    }

    /// <summary>
    /// Caches have the numbers of physical CPUs, so it must be said where a vCPU is when its own number is another one.
    /// </summary>
    private static string WhereItRuns(ToldStep told)
    {
        var vcpu = told.Before.Vcpus.FirstOrDefault(vcpu => vcpu.Number == told.Step.Number);
        return vcpu is null || vcpu.PhysicalCpu == vcpu.Number ? "" : $", on physical CPU {vcpu.PhysicalCpu},";
    }

    private static string Predicate(ToldStep told) =>
        IsCache(told)
            ? ByItself(told)
            : told switch
            {
                { Step.Completes: not null, Statement: { } statement } =>
                    $"has its pending {StepNames.Of(statement.Kind)} of {told.Step.Buffer} take effect",
                { Statement: { Kind: StepKind.Wait or StepKind.DmaWait } wait } =>
                    $"waits until it {Reads(told, wait)}",
                { Statement: { Kind: StepKind.Read or StepKind.DmaRead } read } => Reads(told, read),
                { Statement: { } statement } => Does(told, statement),
                _ => told.Step.Action,
            };

    private static bool IsCache(ToldStep told) => told.Step.Actor is RunActor.Cache or RunActor.SharedCache;

    private static string ByItself(ToldStep told)
    {
        var shared = told.Step.Actor == RunActor.SharedCache;
        var copy = shared ? told.Before.Shared?.Value : told.Before.Caches[told.Step.Number].Value;
        var after = shared ? told.After.Shared?.Value : told.After.Caches[told.Step.Number].Value;
        return told.Step.Action switch
        {
            "evict" => $"evicts the line by itself, as it may at any time, and so writes {copy} back to memory",
            "clean" => $"writes {copy} back to memory by itself, as it may at any time, and keeps it",
            "drop" => $"drops its clean copy ({copy}) by itself, as it may at any time",
            "prefetch" => $"prefetches {told.Buffer} by itself, as it may at any time, and so gets {after}",
            "drain" => "has the write-combining buffer of its CPU drained, as may happen at any time: memory holds "
                + $"{told.After.Memory}",
            "drain_part" =>
                $"has {told.Step.Buffer} leave the write-combining buffer of its CPU before the rest of it, as may "
                    + "happen at any time",
            var other => $"{other} {told.Buffer}",
        };
    }

    private static string Reads(ToldStep told, Step read)
    {
        var how =
            read.Kind is StepKind.Read or StepKind.Wait ? ""
            : Snoops(told, read) ? " by DMA"
            : " by DMA, past the caches,";
        if (told.Step.ReadValue is not { } value)
        {
            return $"reads {read.Buffer}{how}";
        }

        var from =
            told.Step.FromOwnStore ? "its own store, which is still on its way"
            : told.Step.ReadFromShared ? "the shared cache"
            : told.Step.ReadFrom is { } cache ? $"the copy in cache {cache}"
            : "memory";
        var wrong = value == told.Step.Expected ? "" : $", but the newest value is {told.After.Expected}";
        return $"reads {read.Buffer}{how} and gets {told.Values[value]} from {from}{wrong}";
    }

    /// <summary>On which the vCPU of the step runs after it.</summary>
    private static int PhysicalCpu(ToldStep told, Step step) =>
        told.After.Vcpus.FirstOrDefault(vcpu => vcpu.Number == step.Cpu.Number)?.PhysicalCpu ?? told.Step.Number;

    private static bool Snoops(ToldStep told, Step step) => told.Run.Path.DeviceAt(step)?.Of(step) != Snooped.No;

    private static string Does(ToldStep told, Step step) =>
        step.Kind switch
        {
            StepKind.Write => $"writes {step.Buffer}",
            StepKind.DmaWrite => $"writes {step.Buffer} by DMA{(Snoops(told, step) ? "" : ", past the caches")}",
            StepKind.Barrier => $"executes {StepNames.Of(step.Barrier!.Value)}()",
            StepKind.Doorbell => $"writes a doorbell of {step.Device} ({(step.Relaxed ? "writel_relaxed" : "writel")})",
            StepKind.DmaInterrupt => "raises its interrupt",
            StepKind.Fence => "executes a fence, which waits for the line operations that are pending on its CPU",
            StepKind.Move => $"moves to physical CPU {PhysicalCpu(told, step)}",
            StepKind.SyncForDevice or StepKind.SyncForCpu =>
                $"is called with {StepNames.Of(step.Kind)} for {step.Buffer}",
            StepKind.Recycle => $"zeroes the page of {step.Buffer} through its own mapping and gives it to a new owner",
            StepKind.Wbinvd or StepKind.Wbnoinvd => $"executes {StepNames.Of(step.Kind)}{CarriedOut(told, step)}",
            _ => $"executes {StepNames.Of(step.Kind)}{(step.Buffer is null ? "" : $" on {step.Buffer}")}",
        };

    /// <summary>Where KVM emulates the instruction: on which CPUs, which its dirty masks decide.</summary>
    private static string CarriedOut(ToldStep told, Step step)
    {
        var cpus = told
            .Before.Vcpus.Where(vcpu =>
                step.Cpu.Scope == CpuScope.All || (step.Cpu.Scope == CpuScope.Own && vcpu.Number == step.Cpu.Number)
            )
            .Where(vcpu => vcpu.DirtyMask is not null)
            .SelectMany(vcpu => vcpu.DirtyMask!.Value.Append(vcpu.PhysicalCpu))
            .Distinct()
            .Order()
            .ToList();
        return cpus.Count == 0
            ? ""
            : $", which KVM does on physical CPU{(cpus.Count == 1 ? "" : "s")} {string.Join(", ", cpus)}";
    }

    private static ImmutableArray<string> Effects(ToldStep told)
    {
        if (IsCache(told))
        {
            return [];
        }

        if (told.Step.Buffer is { } buffer && buffer != told.Buffer)
        {
            return [$"nothing changes for {told.Buffer}, which is followed here"];
        }

        ImmutableArray<string> effects = [.. RunEffects.Between(told.Before, told.After)];
        return effects.IsEmpty && WithoutEffect(told) is { } why ? [why] : effects;
    }

    /// <summary>Why a step that is there to change something changes nothing.</summary>
    private static string? WithoutEffect(ToldStep told) =>
        (told.Statement!.Value.Kind, told.Run.Path) switch
        {
            (StepKind.Read or StepKind.DmaRead or StepKind.Wait or StepKind.DmaWait or StepKind.Move, _) => null,
            (StepKind.Wbinvd or StepKind.Wbnoinvd, { InGuest: true, Cpu.Wbinvd: WbinvdMode.Nop }) =>
                "KVM makes it a no-op for this guest, so nothing is written back",
            (StepKind.Invd, { InGuest: true }) => "in a guest it does nothing",
            (StepKind.DcCsw or StepKind.DcCisw or StepKind.DcIsw, { Cpu.SetWayIgnored: true }) =>
                "under KVM with FWB it does nothing",
            (StepKind.SyncForDevice or StepKind.SyncForCpu, _) when IdleSync(told) is { } idle => idle,
            (StepKind.Barrier or StepKind.Doorbell or StepKind.DmaInterrupt, _) => null,
            (StepKind.Fence, _) => "nothing is pending",
            _ => $"no copy of {told.Buffer} is where it acts, so nothing changes",
        };

    /// <summary>Why a sync call does no maintenance at all; null where it does some.</summary>
    private static string? IdleSync(ToldStep told) =>
        told.Run.Path.Buffers.FirstOrDefault(buffer => buffer.Buffer == told.Statement!.Value.Buffer) is not { } buffer
            ? null
        : buffer is { SyncForDevice: SyncEffect.Nothing, SyncForCpu: SyncEffect.Nothing }
            ? "the DMA API takes the device for coherent, so it does nothing"
        : told.Statement!.Value.Kind == StepKind.SyncForCpu && buffer.SyncForCpu == SyncEffect.Nothing
            ? "the device only reads the buffer, so it does nothing"
        : null;
}
