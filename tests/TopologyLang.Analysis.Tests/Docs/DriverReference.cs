using System.Text;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Tests.Docs;

/// <summary>docs/drivers.md: every row of the driver table.</summary>
internal static class DriverReference
{
    /// <summary>One line of the table, from whichever column.</summary>
    private sealed record Line(string Question, string Versions, string Answer, string Source, bool Uncertain);

    public static string Markdown()
    {
        var text = new StringBuilder();
        text.Append("# Drivers by kernel version\n\n");
        text.Append(
            "Made from the driver table. A line holds from its version until the next line of the same question, or "
                + "until the version named.\n"
        );
        text.Append($"`{KernelVersions.OldestKnown}` means: as long as the table goes back.\n");
        foreach (var row in DriverTable.Rows)
        {
            Append(text, row);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, DriverRow row)
    {
        text.Append($"\n## {WordTable.Of(row.Model)}\n\n");
        text.Append(
            $"{DocsText.Source(row.File)}; {row.Lifetime}; identity domains: "
                + $"{(row.IdentitySince is { } since ? $"since {since}" : "none")}.\n"
        );
        text.Append(
            $"What blocks no-snoop: {DocsText.Cell(row.Blocking.Text)} "
                + $"({DocsText.Source(row.Blocking.Source)}{Mark(row.Blocking.Uncertain)}).\n"
        );
        if (row.UserTableGap is { } gap)
        {
            text.Append(
                $"Not known{(gap.Until is { } until ? $" before {until}" : "")}: {DocsText.Cell(gap.Text)} "
                    + $"({DocsText.Source(gap.Source)}).\n"
            );
        }

        text.Append("\n| question | since | answer | source |\n|---|---|---|---|\n");
        foreach (var line in Lines(row))
        {
            text.Append(
                $"| {line.Question} | {line.Versions} | {DocsText.Cell(line.Answer)}{Mark(line.Uncertain)} | "
                    + $"{DocsText.Source(line.Source)} |\n"
            );
        }
    }

    private static IEnumerable<Line> Lines(DriverRow row) =>
        [
            .. row.CacheCoherency.Select(rule => Of("is IOMMU_CACHE usable?", rule)),
            .. row.EnforceCapability.Select(rule => Of("can no-snoop be blocked?", rule)),
            .. row.Enforce.Select(rule =>
                Of($"enforce_cache_coherency(){(rule.Format is { } format ? $", {format}" : "")}", rule)
            ),
            .. row.Formats.Select(rule =>
                Of(rule.Use == TableUse.User ? "page tables for user space" : "page tables of the DMA API", rule)
            ),
            .. row.AttachRules.Select(rule => Of($"attach: {rule.Errno} if", rule)),
            .. row.SvaRules.Select(rule => Of($"bind to a process: {rule.Errno} if", rule)),
            .. row.Sharing.Select(rule => Of("may VFIO join tables?", rule)),
            Of("are interrupts isolated?", row.InterruptIsolation),
        ];

    private static Line Of(string question, DriverRule rule) =>
        new(question, Versions(rule), rule.Text, rule.Source, rule.Uncertain);

    /// <summary>A rule that comes or goes with a fix links to it.</summary>
    private static string Versions(DriverRule rule) =>
        string.Join(
            ", ",
            new[]
            {
                rule.With is { } with ? Link(with) : rule.Since.ToString(),
                rule is RefusalRule { Until: { } until } ? $"before {until}" : null,
                rule is RefusalRule { EndsWith: { } end } ? $"until {Link(end)}" : null,
            }.OfType<string>()
        );

    private static string Link(Fix fix) => $"[{fix.Versions}](kernel-versions.md#{fix.Name})";

    private static string Mark(bool uncertain) => uncertain ? " (uncertain)" : "";
}
