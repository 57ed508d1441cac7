using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Kernels;

/// <summary>
/// Versions of which each follows the one before it: mainline's releases, or the updates of one release.
/// </summary>
/// <param name="Name"><c>mainline</c>, or <c>6.12.y</c>.</param>
/// <param name="Versions">Ascending; of updates without the release that they update.</param>
public sealed record KernelBranch(string Name, ImmutableArray<KernelVersion> Versions)
{
    public const string Mainline = "mainline";

    /// <summary>Mainline last, after the branches of updates in their order.</summary>
    public static ImmutableArray<KernelBranch> Of(ImmutableArray<KernelVersion> versions) =>
        [
            .. versions
                .GroupBy(NameOf)
                .OrderBy(group => group.Key == Mainline)
                .ThenBy(group => group.First())
                .Select(group => new KernelBranch(group.Key, [.. group])),
        ];

    public static string NameOf(KernelVersion version) => version.Patch == 0 ? Mainline : $"{version.Release}.y";

    /// <summary>
    /// The version of <paramref name="versions"/> that this one follows; null for the first of mainline.
    /// </summary>
    public static KernelVersion? Before(KernelVersion version, ImmutableArray<KernelVersion> versions) =>
        versions
            .Where(one => one < version && (version.Patch == 0 ? one.Patch == 0 : one.IsOfBranch(version)))
            .Select(one => (KernelVersion?)one)
            .LastOrDefault();
}
