using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Rules;

/// <summary>A guest that its VMM does not start with the devices that it is to get.</summary>
public sealed class RefusedGuests : IRule
{
    public IEnumerable<Finding> Find(Facts facts) =>
        Refusals(facts).DistinctBy(finding => (finding.Where, finding.Message));

    private static IEnumerable<Finding> Refusals(Facts facts) =>
        from timeline in facts.System.Timelines
        from guest in timeline.Topology.Guests
        let state = timeline.GuestOf(guest.Name)
        where state is { RefusedByVmm: not null, Unknown: null }
        let why = state.RefusedByVmm
        select Finding.At(
            facts.Places.Property(
                DeclarationKind.Guest,
                guest.Name,
                guest.Viommu == Viommu.None ? "vmm_version" : "viommu"
            ),
            FindingCode.RefusedByVmm,
            $"`{guest.Name}` does not get its devices: {why.Text}"
        ) with
        {
            Chain = [why],
        };
}
