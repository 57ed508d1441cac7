using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies.Candidates;

/// <summary>Another kind of page table, or another user API, for the domain that the device is in.</summary>
internal sealed class DomainProperties : ICandidates
{
    private static readonly (DomainApi Api, string Word)[] Apis =
    [
        (DomainApi.VfioType1, "vfio_type1"),
        (DomainApi.Iommufd, "iommufd"),
    ];

    public IEnumerable<IEnumerable<Candidate>> Of(Trouble trouble)
    {
        foreach (var domain in trouble.Devices.Select(trouble.DomainOf).OfType<Domain>().Distinct())
        {
            if (domain.Api is not (DomainApi.VfioType1 or DomainApi.Iommufd))
            {
                continue;
            }

            yield return PageTables(trouble, domain);
            yield return Apis.Where(other => other.Api != domain.Api)
                .SelectMany(other =>
                    trouble.Property(
                        DeclarationKind.Domain,
                        domain.Name,
                        "api",
                        other.Word,
                        $"the VMM must use {other.Word} for everything in {domain.Name}"
                    )
                );
        }
    }

    private static IEnumerable<Candidate> PageTables(Trouble trouble, Domain domain) =>
        new[]
        {
            (Stage: PageTableStage.SecondStage, Word: "second_stage"),
            (Stage: PageTableStage.FirstStage, Word: "first_stage"),
        }
            .Where(table => table.Stage != domain.PageTable)
            .SelectMany(table =>
                trouble.Property(
                    DeclarationKind.Domain,
                    domain.Name,
                    "page_table",
                    table.Word,
                    $"every device of {domain.Name} is translated by such a table; where that enforces coherency, "
                        + "no-snoop is given up"
                )
            );
}
