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
        new(
            DeclarationKind.Host,
            "in",
            topology => topology.Hosts.Where(host => host.InGuest is not null).Select(host => host.Name),
            "a host that runs in a guest"),
        Domain("coherent", domain => domain.Coherent is not null, "the coherent IOASIDs of the /dev/ioasid proposal"),
        Domain("map", domain => !domain.Map.IsEmpty, "the list of mapped ranges"),
        new(
            DeclarationKind.Guest,
            "viommu",
            topology => topology.Guests
                .Where(guest => guest.Viommu != Viommu.None && !IsNested(topology, guest))
                .Select(guest => guest.Name),
            "virtual IOMMUs other than an SMMUv3 or a VT-d unit of nested domains"),
    ];

    public IEnumerable<Finding> Find(Facts facts) =>
        from row in Table
        from name in row.DeclaredBy(facts.Binding.Topology)
        select Finding.At(
            facts.Binding.PropertySpan(row.Kind, name, row.Property) ?? facts.Places.Name(row.Kind, name),
            FindingCode.NotSimulated,
            $"not simulated yet: {row.What}");

    private static Row Domain(string property, Func<Domain, bool> used, string what) =>
        new(DeclarationKind.Domain, property, topology => topology.Domains.Where(used).Select(domain => domain.Name), what);

    private static bool IsNested(SystemTopology topology, Guest guest) =>
        (guest.Viommu, topology.Hosts.First(host => host.Name == guest.Host).Architecture)
            is (Viommu.ArmSmmuV3, Architecture.Arm64) or (Viommu.IntelVtd, Architecture.X86_64)
        && !guest.Assign.IsEmpty
        && guest.Assign.All(assignment => topology.Domains.Any(domain => domain.Name == assignment.Domain && domain.Parent is not null));
}
