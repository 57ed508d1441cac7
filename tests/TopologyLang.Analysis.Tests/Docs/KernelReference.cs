using System.Text;
using TopologyLang.Analysis.Kernels;
using TopologyLang.Simulation.Kernel.Versions;
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
            $"Known are Linux {KernelVersions.OldestKnown} to {KernelVersions.NewestKnown}; of an older one nothing is "
                + "said; a newer one is simulated as the newest known one, and each verdict says so.\n"
        );
        text.Append(
            "What IOMMU drivers answer, version by version, stands in [drivers.md](drivers.md). `topo kernels FILE` "
                + "shows which of these\n"
        );
        text.Append("differences matter for a file.\n");
        text.Append(
            "What single updates of older releases have too is under [Fixes in updates of "
                + "releases](#fixes-in-updates-of-releases).\n\n"
        );
        text.Append("| since | what Linux does from then on | source |\n|---|---|---|\n");
        foreach (var one in VersionSwitches.OfTheCore)
        {
            text.Append(
                $"| {one.Since} | {DocsText.Cell(one.What)}{(one.Uncertain ? " (uncertain)" : "")} | "
                    + $"{DocsText.Source(one.Source)} |\n"
            );
        }

        text.Append(
            $"\nVersions between which anything differs, drivers included: "
                + $"{string.Join(", ", VersionSwitches.Versions)}.\n"
        );
        Append(text, Fixes.All);
        return text.ToString();
    }

    /// <summary>Each under a heading that is its anchor.</summary>
    private static void Append(StringBuilder text, IEnumerable<Fix> fixes)
    {
        text.Append("\n## Fixes in updates of releases\n\n");
        text.Append(
            "A kernel has a fix from the first version on that is named of its branch, and every release from "
                + "mainline's on has it. Read were the\n"
                + $"sources up to {string.Join(", ", ReadVersions.Last)}: whether a later update of one of these "
                + $"branches has a fix that is not\n"
                + "named for it is not known, and an answer that depends on it is *unknown*.\n"
        );
        foreach (var fix in fixes)
        {
            text.Append($"\n### {fix.Name}\n\n");
            text.Append($"{DocsText.Cell(fix.What)}.\n\n");
            text.Append("| | |\n|---|---|\n");
            text.Append(
                $"| commit | "
                    + $"{(fix.Commit is { } commit ? $"[{commit}](https://git.kernel.org/linus/{commit})" : "not looked up")}"
                    + $" *{DocsText.Cell(fix.Subject)}* |\n"
            );
            text.Append($"| mainline | {fix.Mainline} |\n");
            text.Append($"| updates | {string.Join(", ", fix.Stable)} |\n");
            text.Append($"| where | {DocsText.Source(fix.Source)} |\n");
            text.Append($"| read in | {DocsText.Cell(fix.Evidence)} |\n");
        }
    }
}
