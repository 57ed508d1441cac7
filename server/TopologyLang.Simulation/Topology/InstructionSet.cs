namespace TopologyLang.Simulation.Topology;

/// <summary>Which architecture has the instruction that a step is, where not every one has.</summary>
public static class InstructionSet
{
    public static bool IsOfX86(StepKind kind) => kind is >= StepKind.Wbinvd and <= StepKind.Clwb;

    public static bool IsOfArm(StepKind kind) => kind is >= StepKind.DcCvac and <= StepKind.DcIsw;

    public static bool Lacks(Architecture architecture, StepKind kind) =>
        (IsOfX86(kind) && architecture != Architecture.X86_64)
        || (IsOfArm(kind) && architecture is not (Architecture.Arm64 or Architecture.Arm));
}
