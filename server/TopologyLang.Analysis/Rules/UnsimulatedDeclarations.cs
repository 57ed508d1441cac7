using System.Collections.Immutable;
using TopologyLang.Analysis.Findings;
using TopologyLang.Language.Binding;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Rules;

/// <summary>
/// Properties that are declared and that nothing simulates yet, at the place where they stand. A row is taken away when its property
/// is simulated.
/// </summary>
public sealed class UnsimulatedDeclarations : IRule
{
    private sealed record Row(DeclarationKind Kind, string Property, Func<SystemTopology, IEnumerable<string>> DeclaredBy, string What);

    private static readonly ImmutableArray<Row> Table =
    [
        Device("ats", device => device.Ats, "ATS: translated requests and their cached N bit"),
        Device("pasid", device => device.Pasid, "PASID"),
        Domain("api", domain => domain.Api == DomainApi.Sva, "this API"),
        Nested("parent", domain => domain.Parent is not null, "nested domains of other IOMMUs than SMMUv3"),
        Nested("stage1_attr", domain => domain.Stage1Attribute is not null, "first-stage attributes but of domains nested behind SMMUv3"),
    ];

    public IEnumerable<Finding> Find(Facts facts) =>
        from row in Table
        from name in row.DeclaredBy(facts.Binding.Topology)
        select Finding.At(
            facts.Binding.PropertySpan(row.Kind, name, row.Property) ?? facts.Places.Name(row.Kind, name),
            FindingCode.NotSimulated,
            $"not simulated yet: {row.What}");

    private static Row Device(string property, Func<Device, bool> used, string what) =>
        new(DeclarationKind.Device, property, topology => topology.Devices.Where(used).Select(device => device.Name), what);

    private static Row Domain(string property, Func<Domain, bool> used, string what) =>
        new(DeclarationKind.Domain, property, topology => topology.Domains.Where(used).Select(domain => domain.Name), what);

    private static Row Nested(string property, Func<Domain, bool> used, string what) => new(
        DeclarationKind.Domain,
        property,
        topology => topology.Domains
            .Where(domain => used(domain) && (domain.Parent is null || !IsBehindSmmuV3(topology, domain)))
            .Select(domain => domain.Name),
        what);

    private static bool IsBehindSmmuV3(SystemTopology topology, Domain domain) =>
        topology.Iommus.Where(iommu => iommu.Host == domain.Host).All(iommu => iommu.Model == IommuModel.ArmSmmuV3);
}
