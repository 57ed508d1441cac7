using System.Collections.Immutable;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Explanations;

/// <summary>
/// What the kernel's driver for an IOMMU answers in the version of its host: the lines of the driver table that hold.
/// </summary>
internal static class DriverExplanations
{
    public static IEnumerable<Explanation> Of(SimulatedTimeline timeline, string iommu)
    {
        var topology = timeline.End.Index.Topology;
        if (
            topology.Iommus.FirstOrDefault(one => one.Name == iommu) is not { } unit
            || topology.Hosts.FirstOrDefault(one => one.Name == unit.Host) is not { } host
        )
        {
            return [];
        }

        var kernel = KernelVersions.SimulatedAs(host.Kernel);
        var row = DriverTable.Find(unit.Model);
        var missing = row.IsIn(kernel) ? "" : ", which this kernel does not have";
        var driver = row.File.StartsWith("drivers/", StringComparison.Ordinal) ? $"`{row.File}`" : row.File;
        return
        [
            new Explanation(
                timeline.Scenario,
                $"Its driver in Linux {KernelWords.Of(host)}: **{driver}**{missing}.",
                Chain(row, kernel)
            ),
        ];
    }

    private static ImmutableArray<Reason> Chain(DriverRow row, KernelVersion kernel) =>
        [
            .. new DriverRule?[] { row.CacheCoherencyIn(kernel), row.EnforceCapabilityIn(kernel) }
                .Concat(
                    row.Enforce.GroupBy(rule => rule.Format)
                        .Select(rules => rules.LastOrDefault(rule => rule.IsIn(kernel)))
                )
                .Concat(Enum.GetValues<TableUse>().Select(use => row.FormatIn(kernel, use)))
                .Append(row.SharingIn(kernel))
                .Append(row.InterruptIsolation)
                .OfType<DriverRule>()
                .Select(rule => rule.ToReason())
                .Append(
                    new Reason(
                        $"what blocks no-snoop: {row.Blocking.Text}",
                        row.Blocking.Source,
                        Uncertain: row.Blocking.Uncertain
                    )
                )
                .Distinct(),
        ];
}
