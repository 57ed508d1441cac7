using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Checking;

/// <summary>What a path leaves open about its program, so that a verdict would be a guess.</summary>
internal static class PathGaps
{
    /// <returns>Null where nothing is open.</returns>
    public static Reason? Find(ProgramPath path)
    {
        var open = path
            .Buffers.Where(buffer => buffer.Access.IsEmpty)
            .Select(buffer => $"how the CPU reaches buffer '{buffer.Buffer}' is not known")
            .Concat(path.Program.Steps.Select(step => Of(step, path)).OfType<string>())
            .FirstOrDefault();
        return open is null ? null : new Reason($"Not decided: {open}.");
    }

    private static string? Of(Step step, ProgramPath path)
    {
        if (step.Buffer is { } buffer && !path.Buffers.Any(known => known.Buffer == buffer))
        {
            return $"the path to buffer '{buffer}' is not known";
        }

        if (step.Kind is StepKind.DmaRead or StepKind.DmaWrite or StepKind.DmaWait && path.DeviceAt(step) is null)
        {
            return $"the path of device '{step.Device}' is not known";
        }

        return step.Cpu.Scope == CpuScope.All && !AllowsAll(step.Kind)
            ? $"'cpu all' has no meaning for {StepNames.Of(step.Kind)}"
            : null;
    }

    private static bool AllowsAll(StepKind kind) =>
        kind
            is StepKind.Wbinvd
                or StepKind.Wbnoinvd
                or StepKind.Invd
                or StepKind.DcCsw
                or StepKind.DcCisw
                or StepKind.DcIsw
                or StepKind.Fence;
}
