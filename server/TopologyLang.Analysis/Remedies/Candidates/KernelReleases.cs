using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies.Candidates;

/// <summary>The smallest newer kernel on which it works, and the newest older one.</summary>
internal sealed class KernelReleases : ICandidates
{
    /// <summary>The last minor number of each major version that has an end (kernel.org's list of releases).</summary>
    private static readonly Dictionary<int, int> LastMinor = new() { [5] = 19, [6] = 19 };

    public IEnumerable<IEnumerable<Candidate>> Of(Trouble trouble)
    {
        if (trouble.Host is not { } host)
        {
            yield break;
        }

        yield return Releases()
            .Where(version => version > host.Kernel)
            .SelectMany(version =>
                To(trouble, host, version, $"the first kernel after {host.Kernel} on which it works")
            );
        yield return Releases()
            .Reverse()
            .Where(version => version < host.Kernel)
            .SelectMany(version =>
                To(
                    trouble,
                    host,
                    version,
                    "the newest older kernel on which it works: what was mended since comes back"
                )
            );
    }

    private static IEnumerable<Candidate> To(Trouble trouble, Host host, KernelVersion version, string cost) =>
        trouble.Leaves(host.Under(version))
            ? trouble.Property(DeclarationKind.Host, host.Name, "kernel", version.ToString(), cost)
            : [];

    private static IEnumerable<KernelVersion> Releases()
    {
        for (var version = KernelVersions.OldestKnown; version <= KernelVersions.NewestKnown; version = Next(version))
        {
            yield return version;
        }
    }

    private static KernelVersion Next(KernelVersion version) =>
        LastMinor.TryGetValue(version.Major, out var last) && version.Minor >= last
            ? new KernelVersion(version.Major + 1, 0)
            : new KernelVersion(version.Major, version.Minor + 1);
}
