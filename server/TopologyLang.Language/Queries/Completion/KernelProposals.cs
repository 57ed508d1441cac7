using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Queries.Completion;

/// <summary>The kernel versions whose behaviour is known, the newest first.</summary>
internal static class KernelProposals
{
    public static IEnumerable<Proposal> Of(PropertySchema? schema) =>
        KernelVersions
            .Releases.Reverse()
            .Select(version => new Proposal(
                version.ToString(),
                ProposalKind.Value,
                schema is null ? ProposalTopic.None : new ProposalTopic(schema.Kind.Keyword(), schema.Name)
            ));
}
