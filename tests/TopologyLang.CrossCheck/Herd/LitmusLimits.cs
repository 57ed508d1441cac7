using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.CrossCheck.Herd;

/// <summary>Which programs can be told to herd7: it knows accesses and barriers, and no caches.</summary>
internal static class LitmusLimits
{
    /// <returns>Why a program is not translated; empty: it is.</returns>
    public static string WhyNot(ProgramPath path, LitmusDialect dialect) =>
        path.CannotRun is not null ? "it cannot run on its machine"
        : path.NotKnown is not null ? "something on its path is not known"
        : NotTranslated(path) is { } kind ? $"{kind} is not translated"
        : path.Buffers.Any(buffer => !IsOrdinary(buffer)) ? "it has memory that is not mapped write-back"
        : path.Devices.Any(device => device.Ordinary != Snooped.Yes) ? "it has a device that does not snoop"
        : !dialect.HasRelaxedDevices && Relaxes(path) ? $"{dialect.Name} has no device that relaxes its order"
        : "";

    private static StepKind? NotTranslated(ProgramPath path) =>
        path.Program.Steps.Where(step => !IsTranslated(step)).Select(step => (StepKind?)step.Kind).FirstOrDefault();

    private static bool IsTranslated(Step step) =>
        step switch
        {
            { NoSnoop: true } => false,
            { Kind: StepKind.DmaRead or StepKind.DmaWrite or StepKind.DmaWait or StepKind.DmaInterrupt } => true,
            { Cpu.Scope: not CpuScope.Own } => false,
            _ => step.Kind
                is StepKind.Read
                    or StepKind.Write
                    or StepKind.Wait
                    or StepKind.Barrier
                    or StepKind.Fence
                    or StepKind.Doorbell,
        };

    private static bool IsOrdinary(BufferPath buffer) =>
        buffer is { Ordering: AccessOrdering.Ordinary, Access: [AccessClass.WriteBack] };

    private static bool Relaxes(ProgramPath path) =>
        path.Devices.Any(device => device.Reads == DeviceReads.Pipelined)
        || path.Program.Steps.Any(step => step is { Kind: StepKind.DmaWrite, Relaxed: true });
}
