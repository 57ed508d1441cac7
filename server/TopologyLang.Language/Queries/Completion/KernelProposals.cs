using TopologyLang.Language.Binding;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Queries.Completion;

/// <summary>The kernel versions whose behaviour is known, the newest first.</summary>
internal static class KernelProposals
{
    /// <summary>The last minor version of each major one between the oldest and the newest that are known (kernel.org's release list).</summary>
    private static readonly Dictionary<int, int> LastMinor = new() { [5] = 19, [6] = 19 };

    public static IEnumerable<Proposal> Of(PropertySchema? schema) => Versions()
        .Select(version => new Proposal(
            version.ToString(), ProposalKind.Value, schema is null ? ProposalTopic.None : new ProposalTopic(schema.Kind.Keyword(), schema.Name)));

    private static IEnumerable<KernelVersion> Versions()
    {
        for (var version = KernelVersions.NewestKnown; version >= KernelVersions.OldestKnown; version = Before(version))
        {
            yield return version;
        }
    }

    private static KernelVersion Before(KernelVersion version) => version.Minor > 0
        ? new KernelVersion(version.Major, version.Minor - 1)
        : new KernelVersion(version.Major - 1, LastMinor.GetValueOrDefault(version.Major - 1));
}
