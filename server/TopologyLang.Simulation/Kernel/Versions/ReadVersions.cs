using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Versions;

/// <summary>
/// The newest source that was read of each branch that still gets updates. What came into later updates is not known;
/// an ended branch that is not listed has no later update.
/// </summary>
public static class ReadVersions
{
    public static readonly ImmutableArray<KernelVersion> Last =
    [
        .. new[] { "5.15.145", "6.1.192", "6.6.87", "6.12.117", "6.18.35", "7.0.0", "7.1.5", "7.2.13", "7.3.4" }.Select(
            KernelVersion.Parse
        ),
    ];

    public static bool IsAfterLastRead(KernelVersion kernel) => LastOf(kernel) is { } last && kernel > last;

    /// <summary>Null where the branch had ended.</summary>
    public static KernelVersion? LastOf(KernelVersion kernel) =>
        Last.Where(last => last.IsOfBranch(kernel)).Select(last => (KernelVersion?)last).FirstOrDefault();
}
