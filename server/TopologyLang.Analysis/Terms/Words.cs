using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Terms;

/// <summary>The words that the language and the machine-readable results use for values of the simulation.</summary>
public static class Words
{
    public static string Of(Verdict verdict) =>
        verdict is { Kind: VerdictKind.Stale, Hazard: { } hazard } ? $"stale {Of(hazard)}" : Of(verdict.Kind);

    /// <summary>How long the run is that goes wrong: <c>3 steps</c>.</summary>
    public static string Steps(Verdict verdict) => verdict.Run.Length == 1 ? "1 step" : $"{verdict.Run.Length} steps";

    public static string Of(VerdictKind kind) => WordTable.Of(kind);

    public static string Of(Hazard hazard) => WordTable.Of(hazard);

    public static string Of(WbinvdMode mode) => mode == WbinvdMode.NotApplicable ? "n/a" : WordTable.Of(mode);

    public static string Of(NoSnoop noSnoop) => WordTable.Of(noSnoop);

    /// <summary>Whether KVM honours the guest's PAT; null where there is no such thing.</summary>
    public static string OfPat(bool? honoured) =>
        honoured switch
        {
            true => "honoured",
            false => "ignored",
            null => "n/a",
        };

    public static string Of(Architecture architecture) => WordTable.Of(architecture);

    public static string Of(OperationKind kind) =>
        kind switch
        {
            OperationKind.KvmAdd => "kvm add",
            OperationKind.KvmRemove => "kvm remove",
            OperationKind.SetNoSnoop => "set",
            _ => WordTable.Of(kind),
        };

    /// <summary>The statement as it would be written in a program.</summary>
    public static string Of(Step step) => string.Join(' ', Parts(step).Where(part => part.Length > 0));

    private static IEnumerable<string> Parts(Step step)
    {
        yield return step.Cpu.Scope switch
        {
            CpuScope.Own => $"cpu {step.Cpu.Number}",
            CpuScope.Hypervisor => $"host cpu {step.Cpu.Number}",
            CpuScope.All => "cpu all",
            _ => "",
        };
        yield return step.IsDma ? $"dma {step.Device}" : "";
        yield return Verb(step.Kind);
        yield return step.Buffer ?? "";
        yield return step.Kind == StepKind.Doorbell ? step.Device ?? "" : "";
        yield return step.Barrier is { } barrier ? StepNames.Of(barrier) : "";
        yield return step.NoSnoop ? "no_snoop" : "";
        yield return step.Relaxed ? "relaxed" : "";
    }

    public static string Verb(StepKind kind) =>
        kind switch
        {
            StepKind.DmaRead => "read",
            StepKind.DmaWrite => "write",
            StepKind.DmaWait => "wait",
            StepKind.DmaInterrupt => "interrupt",
            _ => WordTable.Of(kind),
        };
}
