using System.Text;
using TopologyLang.Analysis.Kernels;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Tests.Docs;

/// <summary>docs/kernel-versions.md: what changes in which version.</summary>
internal static class KernelReference
{
    public static string Markdown()
    {
        var text = new StringBuilder();
        text.Append("# Kernel versions\n\n");
        text.Append("Made from the table of version switches. ");
        text.Append(
            $"Known are Linux {KernelVersions.OldestKnown} to {KernelVersions.NewestKnown}; of an older one nothing is said; a newer one is simulated as the newest known one, and each verdict says so.\n"
        );
        text.Append(
            "What IOMMU drivers answer, version by version, stands in [drivers.md](drivers.md). `topo kernels FILE` shows which of these\n"
        );
        text.Append("differences matter for a file.\n\n");
        text.Append("| since | what Linux does from then on | source |\n|---|---|---|\n");
        foreach (var one in VersionSwitches.OfTheCore)
        {
            text.Append(
                $"| {one.Since} | {DocsText.Cell(one.What)}{(one.Uncertain ? " (uncertain)" : "")} | {DocsText.Source(one.Source)} |\n"
            );
        }

        text.Append(
            $"\nVersions between which anything differs, drivers included: {string.Join(", ", VersionSwitches.Versions)}.\n"
        );
        return text.ToString();
    }
}
