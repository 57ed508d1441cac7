using System.Collections.Immutable;

namespace TopologyLang.Simulation.Topology;

/// <summary>The range of Linux versions whose behaviour is known.</summary>
public static class KernelVersions
{
    /// <summary>The newest whose source was read; anything newer behaves as this one, and the user is told.</summary>
    public static readonly KernelVersion NewestKnown = KernelVersion.Parse("7.3.4");

    /// <summary>The default of a host.</summary>
    public static readonly KernelVersion NewestRelease = NewestKnown.Release;

    /// <summary>Of anything older nothing is known, and the user is warned.</summary>
    public static readonly KernelVersion OldestKnown = new(5, 15);

    /// <summary>The last minor number of each major version that has an end (kernel.org's list of releases).</summary>
    private static readonly ImmutableDictionary<int, int> LastMinor = ImmutableDictionary<int, int>
        .Empty.Add(5, 19)
        .Add(6, 19);

    /// <summary>Every release whose behaviour is known, updates of releases aside, the oldest first.</summary>
    public static readonly ImmutableArray<KernelVersion> Releases = [.. FromOldestToNewest()];

    /// <summary>
    /// The behaviour of this version is not known, nor is that of a later one that could stand for it.
    /// </summary>
    public static bool IsTooOld(KernelVersion kernel) => kernel < OldestKnown;

    /// <summary>
    /// The nearest version whose behaviour is known: the one that is simulated. Of one that is too old nothing is said.
    /// </summary>
    public static KernelVersion SimulatedAs(KernelVersion kernel) =>
        kernel > NewestKnown ? NewestKnown
        : kernel < OldestKnown ? OldestKnown
        : kernel;

    private static IEnumerable<KernelVersion> FromOldestToNewest()
    {
        for (var version = OldestKnown; version <= NewestKnown; version = Next(version))
        {
            yield return version;
        }
    }

    private static KernelVersion Next(KernelVersion version) =>
        LastMinor.TryGetValue(version.Major, out var last) && version.Minor >= last
            ? new KernelVersion(version.Major + 1, 0)
            : new KernelVersion(version.Major, version.Minor + 1);
}
