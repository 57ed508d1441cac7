using TopologyLang.Analysis.Findings;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Rules;

/// <summary>A domain that maps the memory of two guests: the devices of each reach both.</summary>
public sealed class SharedDomains : IRule
{
    private static readonly Reason Collides = new(
        "VMMs map a guest's memory at the guest's own addresses, and a container or IOAS has one mapping for an "
            + "address: the second guest's gets EEXIST wherever the two overlap",
        "drivers/vfio/vfio_iommu_type1.c:vfio_dma_do_map; drivers/iommu/iommufd/io_pagetable.c:iopt_check_iova"
    );

    private static readonly Reason Reaches = new(
        "where they do not overlap, each device that is attached translates with all of them",
        "drivers/vfio/vfio_iommu_type1.c:vfio_iommu_map; drivers/iommu/iommufd/pages.c:iopt_area_fill_domains"
    );

    public IEnumerable<Finding> Find(Facts facts)
    {
        var topology = facts.Binding.Topology;
        var domains = topology.Domains.ToDictionary(domain => domain.Name, StringComparer.Ordinal);
        var users =
            from guest in topology.Guests
            from memory in guest.Assign.Select(one => MemoryOf(one.Domain, domains)).Distinct()
            select (Guest: guest.Name, Memory: memory);
        return from shared in users.GroupBy(one => one.Memory)
            let first = shared.First()
            from other in shared.Skip(1)
            select Finding.At(
                facts.Places.Property(DeclarationKind.Guest, other.Guest, "assign"),
                FindingCode.SharedDomain,
                $"`{other.Guest}` shares the page tables of `{other.Memory}` with `{first.Guest}`: the devices of each "
                    + "reach the memory of both; give each guest a domain of its own"
            ) with
            {
                Chain = [Collides, Reaches],
            };
    }

    /// <summary>A nested domain translates what its parent maps: the guest's memory is in the parent.</summary>
    private static string MemoryOf(string domain, Dictionary<string, Domain> domains) =>
        domains.GetValueOrDefault(domain)?.Parent ?? domain;
}
