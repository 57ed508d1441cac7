namespace TopologyLang.Simulation.Topology;

/// <summary>Which architecture has the instruction that a step is, where not every one has.</summary>
public static class InstructionSet
{
    public static bool IsOfX86(StepKind kind) => kind is >= StepKind.Wbinvd and <= StepKind.Clwb;

    public static bool IsOfArm(StepKind kind) => kind is >= StepKind.DcCvac and <= StepKind.DcIsw;

    /// <summary>An instruction of the CPU that writes back or drops what caches hold.</summary>
    public static bool IsMaintenance(StepKind kind) => IsOfX86(kind) || IsOfArm(kind);

    /// <summary>Maintenance of the lines of one address, not of a whole cache or of a set.</summary>
    public static bool IsByAddress(StepKind kind) =>
        kind
            is StepKind.Clflush
                or StepKind.Clflushopt
                or StepKind.Clwb
                or StepKind.DcCvac
                or StepKind.DcCivac
                or StepKind.DcIvac;

    public static bool Lacks(Architecture architecture, StepKind kind) =>
        (IsOfX86(kind) && architecture != Architecture.X86_64)
        || (IsOfArm(kind) && architecture is not (Architecture.Arm64 or Architecture.Arm));
}
