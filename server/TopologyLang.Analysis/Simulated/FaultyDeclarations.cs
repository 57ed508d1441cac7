using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Simulated;

/// <summary>
/// The declarations with an error in them. A wrong property leaves its default in place, so that the rest can be simulated; but a
/// "coherent" that hangs on such a default would be a guess.
/// </summary>
public sealed class FaultyDeclarations
{
    private readonly HashSet<(DeclarationKind Kind, string Name)> faulty;

    public FaultyDeclarations(Binding binding)
    {
        var misspelt = binding.Errors.Where(error => error.Severity == BindingSeverity.Error).Select(error => error.Where).ToList();
        var spoilt = binding.Files.SelectMany(file => Spoilt(file.Tree).Select(declaration => (file.Path, declaration.Start))).ToHashSet();
        faulty = misspelt.Count + spoilt.Count == 0
            ? []
            :
            [
                .. binding.All
                    .Where(symbol => spoilt.Contains((symbol.Path, symbol.Declaration.Start)) || misspelt.Exists(place => IsIn(symbol, place)))
                    .Select(symbol => (symbol.Kind, symbol.Name)),
            ];
        var templates = faulty.Where(one => one.Kind == DeclarationKind.Template).Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
        faulty.UnionWith(binding.All
            .Where(symbol => symbol.Declaration.Syntax.Template is { } template && templates.Contains(template.Text))
            .Select(symbol => (symbol.Kind, symbol.Name)));
    }

    /// <summary>A coherent verdict becomes undecided where what it hangs on has an error.</summary>
    public SimulatedSystem Weigh(SimulatedSystem system) => faulty.Count == 0 ? system : system with
    {
        Timelines =
        [
            .. system.Timelines.Select(timeline => timeline with { Runs = [.. timeline.Runs.Select(run => Weigh(timeline.Topology, run))] }),
        ],
    };

    private SimulatedRun Weigh(SystemTopology topology, SimulatedRun run)
    {
        if (run.Verdict.Kind != VerdictKind.Coherent)
        {
            return run;
        }

        foreach (var (kind, name) in Dependencies(topology, run.Program))
        {
            if (faulty.Contains((kind, name)))
            {
                var why = new Reason($"the {kind.Keyword()} `{name}` has an error, so what it is taken for may be wrong");
                return run with { Verdict = run.Verdict with { Kind = VerdictKind.Undecided, Why = why }, HangsOnError = true };
            }
        }

        return run;
    }

    private static bool IsIn(Symbol symbol, FileSpan place) =>
        symbol.Path == place.Path && symbol.Declaration.Start <= place.Span.Start && place.Span.Start < symbol.Declaration.End;

    /// <summary>With a mistake in it, or before something that is no declaration: that may have been meant to be in it.</summary>
    private static IEnumerable<PlacedDeclaration> Spoilt(SyntaxTree tree)
    {
        PlacedDeclaration? before = null;
        foreach (var declaration in tree.Declarations)
        {
            if (!declaration.Syntax.Errors.IsEmpty)
            {
                yield return declaration;
                if (before is { } last && DeclarationKinds.Of(declaration.Syntax.IntendedKeyword) is null)
                {
                    yield return last;
                }
            }

            before = declaration;
        }
    }

    /// <summary>The program, its owner, the machines below it, and every device that shares a domain or the guest with its own, with what stands behind them.</summary>
    private static IEnumerable<(DeclarationKind Kind, string Name)> Dependencies(SystemTopology topology, Program program)
    {
        yield return (DeclarationKind.Program, program.Name);
        List<Guest> guests = [];
        var owner = topology.Guests.FirstOrDefault(guest => guest.Name == program.Guest);
        if (owner is not null)
        {
            guests.Add(owner);
        }

        var host = topology.Hosts.First(host => host.Name == (owner?.Host ?? program.Host));
        yield return (DeclarationKind.Host, host.Name);
        while (host.InGuest is { } inside)
        {
            guests.Add(topology.Guests.First(guest => guest.Name == inside));
            host = topology.Hosts.First(below => below.Name == guests[^1].Host);
            yield return (DeclarationKind.Host, host.Name);
        }

        foreach (var guest in guests)
        {
            yield return (DeclarationKind.Guest, guest.Name);
        }

        var devices = program.Devices.Concat(guests.SelectMany(guest => guest.Assign).Select(assignment => assignment.Device))
            .ToHashSet(StringComparer.Ordinal);
        var domains = topology.Domains
            .Where(domain => domain.Attach.Any(devices.Contains)
                || guests.Exists(guest => guest.Assign.Any(assignment => assignment.Domain == domain.Name)))
            .ToList();
        foreach (var domain in domains)
        {
            yield return (DeclarationKind.Domain, domain.Name);
            devices.UnionWith(domain.Attach);
        }

        foreach (var device in topology.Devices.Where(device => devices.Contains(device.Name)))
        {
            yield return (DeclarationKind.Device, device.Name);
            if (device.Iommu is { } iommu)
            {
                yield return (DeclarationKind.Iommu, iommu);
            }
        }
    }
}
