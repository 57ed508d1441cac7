using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Text;

/// <summary>A kernel version as it is shown: one that is not known is simulated as the nearest that is, and that is said.</summary>
public static class KernelWords
{
    public static string Of(KernelVersion kernel) =>
        KernelVersions.IsTooOld(kernel) ? $"{kernel} (not known)"
        : KernelVersions.SimulatedAs(kernel) is var known && known == kernel ? kernel.ToString()
        : $"{kernel} (simulated as {known})";
}
