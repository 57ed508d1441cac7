using System.Collections.Immutable;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Language.Binding;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies.Candidates;

/// <summary>The device moved to another domain of its host that the file has.</summary>
internal sealed class OtherDomains : ICandidates
{
    /// <summary>Of many, the first ones of the file.</summary>
    private const int Most = 6;

    public IEnumerable<IEnumerable<Candidate>> Of(Trouble trouble) =>
        from device in trouble.Devices
        let old = trouble.DomainOf(device)
        where old is not null
        select trouble
            .Topology.Domains.Where(other =>
                other != old && other.Host == device.Host && other.Api is DomainApi.VfioType1 or DomainApi.Iommufd
            )
            .Take(Most)
            .Select(other => Move(trouble, device, old, other));

    private static Candidate Move(Trouble trouble, Device device, Domain old, Domain other)
    {
        var edits = trouble.Scenario is { } scenario
            ? InScenario(trouble, scenario, device, old, other)
            : [.. Assignments(trouble, device, old, other), .. Lists(trouble, device, old, other)];
        return new Candidate(
            RemedyKind.Replace,
            edits,
            $"{device.Name} shares the page tables of {other.Name} instead of those of {old.Name}"
        );
    }

    /// <summary>The domain's name in each statement about the device.</summary>
    private static ImmutableArray<RemedyEdit> InScenario(
        Trouble trouble,
        string scenario,
        Device device,
        Domain old,
        Domain other
    )
    {
        var operations = trouble.Topology.Scenarios.First(one => one.Name == scenario).Operations;
        var statements = Enumerable
            .Range(0, operations.Length)
            .Where(index => operations[index].Device == device.Name && operations[index].Domain == old.Name)
            .Select(index => trouble.Binding.OperationSpan(scenario, index))
            .ToList();
        return
        [
            .. trouble
                .Binding.References(trouble.Binding.Find(DeclarationKind.Domain, old.Name)!)
                .Where(name =>
                    statements.Exists(statement =>
                        statement.Path == name.Path && statement.Span.Contains(name.Span.Start)
                    )
                )
                .Select(name => FileEdits.Replace(name, other.Name)),
            .. Assignments(trouble, device, old, other),
        ];
    }

    private static IEnumerable<RemedyEdit> Assignments(Trouble trouble, Device device, Domain old, Domain other) =>
        from guest in trouble.Topology.Guests
        where guest.Assign.Contains(new Assignment(device.Name, old.Name))
        let item = trouble.Binding.AssignSpan(guest.Name, device.Name)
        where item is not null
        select FileEdits.Replace(item.Value, $"{device.Name} via {other.Name}");

    private static IEnumerable<RemedyEdit> Lists(Trouble trouble, Device device, Domain old, Domain other)
    {
        if (trouble.Binding.PropertySpan(DeclarationKind.Domain, old.Name, "attach") is null)
        {
            yield break;
        }

        var left = Property(trouble, old, old.Attach.Remove(device.Name));
        var entered = Property(trouble, other, other.Attach.Add(device.Name));
        foreach (var edit in new[] { left, entered }.OfType<RemedyEdit>())
        {
            yield return edit;
        }
    }

    private static RemedyEdit? Property(Trouble trouble, Domain domain, ImmutableArray<string> devices) =>
        trouble.Edits.Property(DeclarationKind.Domain, domain.Name, "attach", $"[{string.Join(", ", devices)}]")?.Edit;
}
