using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Text;

/// <summary>From when on a reason holds, and the fix that it depends on, for people.</summary>
public static class FixText
{
    private const string Page = "docs/kernel-versions.md";

    /// <summary>
    /// <c>, since 6.16</c>, or <c>, fixed in 6.12.101, 7.2: docs/kernel-versions.md#vtd-sva-coherent-walk</c>;
    /// empty where it is not a matter of the version.
    /// </summary>
    public static string Since(Reason reason) =>
        FixOf(reason) is { } fix ? $", fixed in {fix.Versions}: {Page}#{fix.Name}"
        : reason.Since is { } version ? $", since {version}"
        : "";

    /// <summary>The same with a link to the commit.</summary>
    public static string SinceInMarkdown(Reason reason) =>
        FixOf(reason) is { } fix
            ? $", fixed in {fix.Versions}: [{fix.Name}](https://git.kernel.org/linus/{fix.Commit})"
            : Since(reason);

    private static Fix? FixOf(Reason reason) => reason.Fix is { } name ? Fixes.Find(name) : null;
}
