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
    /// <summary>Why what a declaration is taken for may be wrong.</summary>
    private readonly Dictionary<(DeclarationKind Kind, string Name), string> why = [];

    public FaultyDeclarations(Binding binding)
    {
        var misspelt = binding.Errors.Where(error => error.Severity == BindingSeverity.Error).Select(error => error.Where).ToList();
        var spoilt = binding.Files.SelectMany(file => Spoilt(file.Tree).Select(declaration => (file.Path, declaration.Start))).ToHashSet();
        if (misspelt.Count + spoilt.Count == 0)
        {
            return;
        }

        var faulty = binding.All
            .Where(symbol => spoilt.Contains((symbol.Path, symbol.Declaration.Start)) || misspelt.Exists(place => IsIn(symbol, place)))
            .Select(symbol => (symbol.Kind, symbol.Name))
            .ToHashSet();
        var templates = faulty.Where(one => one.Kind == DeclarationKind.Template).Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
        faulty.UnionWith(binding.All
            .Where(symbol => symbol.Declaration.Syntax.Template is { } template && templates.Contains(template.Text))
            .Select(symbol => (symbol.Kind, symbol.Name)));
        foreach (var (kind, name) in faulty)
        {
            why[(kind, name)] = $"the {kind.Keyword()} `{name}` has an error, so what it is taken for may be wrong";
        }

        foreach (var (symbol, leftOut) in NextToLeftOut(binding))
        {
            why.TryAdd((symbol.Kind, symbol.Name), $"the {leftOut.Kind.Keyword()} `{leftOut.Name}` is left out, so what the "
                + $"{symbol.Kind.Keyword()} `{symbol.Name}` is taken for may be wrong");
        }
    }

    /// <summary>A coherent verdict becomes undecided where what it hangs on has an error.</summary>
    public SimulatedSystem Weigh(SimulatedSystem system) => why.Count == 0 ? system : system with
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

        foreach (var one in Dependencies(topology, run.Program))
        {
            if (why.TryGetValue(one, out var text))
            {
                return run with { Verdict = run.Verdict with { Kind = VerdictKind.Undecided, Why = new Reason(text) }, HangsOnError = true };
            }
        }

        return run;
    }

    /// <summary>
    /// What names, or is named by, a part of a machine that is left out of the topology: with it the kernel could have answered otherwise.
    /// Units and hosts are not changed by what is behind them.
    /// </summary>
    private static IEnumerable<(Symbol Symbol, Symbol LeftOut)> NextToLeftOut(Binding binding)
    {
        var topology = binding.Topology;
        var there = topology.Hosts.Select(host => (DeclarationKind.Host, host.Name))
            .Concat(topology.Iommus.Select(iommu => (DeclarationKind.Iommu, iommu.Name)))
            .Concat(topology.Devices.Select(device => (DeclarationKind.Device, device.Name)))
            .Concat(topology.Domains.Select(domain => (DeclarationKind.Domain, domain.Name)))
            .Concat(topology.Guests.Select(guest => (DeclarationKind.Guest, guest.Name)))
            .ToHashSet();
        return
            from symbol in binding.All
            where symbol.Kind is DeclarationKind.Device or DeclarationKind.Domain or DeclarationKind.Guest
            from named in symbol.Named
            where named.Kind is not DeclarationKind.Template
            from pair in new[] { (Symbol: symbol, LeftOut: named), (Symbol: named, LeftOut: symbol) }
            where !there.Contains((pair.LeftOut.Kind, pair.LeftOut.Name))
            where pair.Symbol.Kind is not (DeclarationKind.Host or DeclarationKind.Iommu)
            select pair;
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

    /// <summary>
    /// The program, its owner, the machines below it, and every device that shares a domain, a group or the guest with its own, with what
    /// stands behind them: units, physical functions, parents and the devices of the machine below, and the domains that they ever are in.
    /// </summary>
    private static IEnumerable<(DeclarationKind Kind, string Name)> Dependencies(SystemTopology topology, Program program)
    {
        var guests = topology.Guests.Where(guest => guest.Name == program.Guest).ToList();
        var host = topology.Hosts.First(host => host.Name == (guests.FirstOrDefault()?.Host ?? program.Host));
        List<string> hosts = [host.Name];
        while (host.InGuest is { } inside)
        {
            guests.Add(topology.Guests.First(guest => guest.Name == inside));
            host = topology.Hosts.First(below => below.Name == guests[^1].Host);
            hosts.Add(host.Name);
        }

        var devices = program.Devices.Concat(guests.SelectMany(guest => guest.Assign).Select(assignment => assignment.Device))
            .ToHashSet(StringComparer.Ordinal);
        var domains = guests.SelectMany(guest => guest.Assign).Select(assignment => assignment.Domain).ToHashSet(StringComparer.Ordinal);
        while (devices.Count + domains.Count is var before && Widen(topology, devices, domains) > before)
        {
        }

        return
        [
            (DeclarationKind.Program, program.Name),
            .. hosts.Select(name => (DeclarationKind.Host, name)),
            .. guests.Select(guest => (DeclarationKind.Guest, guest.Name)),
            .. topology.Domains.Where(domain => domains.Contains(domain.Name)).Select(domain => (DeclarationKind.Domain, domain.Name)),
            .. topology.Devices.Where(device => devices.Contains(device.Name)).SelectMany(OfDevice),
        ];
    }

    /// <summary>Adds what stands one step behind these devices and domains; how many of both there are then.</summary>
    private static int Widen(SystemTopology topology, HashSet<string> devices, HashSet<string> domains)
    {
        var placed = topology.Domains.SelectMany(domain => domain.Attach.Select(device => (Device: device, Domain: domain.Name)))
            .Concat(topology.Guests.SelectMany(guest => guest.Assign).Select(assignment => (assignment.Device, assignment.Domain)))
            .Concat(
                from operation in topology.Scenarios.SelectMany(scenario => scenario.Operations)
                where operation is { Kind: OperationKind.Attach, Device: not null, Domain: not null }
                select (Device: operation.Device!, Domain: operation.Domain!))
            .ToList();
        domains.UnionWith(placed.Where(one => devices.Contains(one.Device)).Select(one => one.Domain));
        domains.UnionWith(topology.Domains.Where(domain => domains.Contains(domain.Name)).Select(domain => domain.Parent).OfType<string>());
        devices.UnionWith(placed.Where(one => domains.Contains(one.Domain)).Select(one => one.Device));

        var known = topology.Devices.Where(device => devices.Contains(device.Name)).ToList();
        devices.UnionWith(known.SelectMany(device => new[] { device.VfOf, device.MdevOf, device.Outer }).OfType<string>());
        var groups = known.Where(device => device.Group is not null).Select(device => (device.Host, device.Group)).ToHashSet();
        devices.UnionWith(topology.Devices.Where(device => groups.Contains((device.Host, device.Group))).Select(device => device.Name));
        return devices.Count + domains.Count;
    }

    private static IEnumerable<(DeclarationKind Kind, string Name)> OfDevice(Device device) => device.Iommu is { } iommu
        ? [(DeclarationKind.Device, device.Name), (DeclarationKind.Iommu, iommu)]
        : [(DeclarationKind.Device, device.Name)];
}
