using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Simulated;

/// <summary>
/// What verdicts on programs depend on. That is more than the path of a program's devices: what is wrong in a domain's
/// or guest's list may be one of these devices, an IOMMU may change what Linux decides for all of its host, and who
/// comes first into a domain makes the page table.
/// </summary>
internal sealed class Grounds(SystemTopology topology)
{
    private readonly Dictionary<(DeclarationKind Kind, string Name), string> hostOf = new([
        .. topology.Iommus.Select(one => KeyValuePair.Create((DeclarationKind.Iommu, one.Name), one.Host)),
        .. topology.Domains.Select(one => KeyValuePair.Create((DeclarationKind.Domain, one.Name), one.Host)),
        .. topology.Guests.Select(one => KeyValuePair.Create((DeclarationKind.Guest, one.Name), one.Host)),
    ]);

    /// <summary>Devices that share a domain, or domains of one parent.</summary>
    private readonly Lazy<List<List<string>>> together = new(() =>
    {
        var parents = topology.Domains.ToDictionary(
            domain => domain.Name,
            domain => domain.Parent,
            StringComparer.Ordinal
        );
        return
        [
            .. topology
                .Domains.SelectMany(domain => domain.Attach.Select(device => (Domain: domain.Name, Device: device)))
                .Concat(topology.Guests.SelectMany(guest => guest.Assign).Select(one => (one.Domain, one.Device)))
                .GroupBy(one => parents.GetValueOrDefault(one.Domain) ?? one.Domain, one => one.Device)
                .Select(group => group.ToList()),
        ];
    });

    /// <summary>Whether the verdict on the program depends on a declaration of the topology.</summary>
    public Func<(DeclarationKind Kind, string Name), bool> Of(Program program)
    {
        var guests = GuestsAround(program);
        var hosts = guests
            .Select(guest => guest.Host)
            .Append(program.Host ?? guests[0].Host)
            .ToHashSet(StringComparer.Ordinal);
        var devices = new Lazy<HashSet<string>>(() => DevicesOf(program, guests, hosts));
        return one =>
            one.Kind switch
            {
                DeclarationKind.Program => one.Name == program.Name,
                DeclarationKind.Host => hosts.Contains(one.Name),
                DeclarationKind.Device => devices.Value.Contains(one.Name),
                _ => hostOf.TryGetValue(one, out var host) && hosts.Contains(host),
            };
    }

    /// <summary>
    /// Whether what is said of a device, domain or guest depends on a declaration: as that on a program which uses all
    /// of it.
    /// </summary>
    public Func<(DeclarationKind Kind, string Name), bool> Of(DeclarationKind kind, string name) =>
        Of(
            kind switch
            {
                DeclarationKind.Guest => new Program
                {
                    Name = "",
                    Guest = name,
                    Devices = [.. topology.Guests.First(one => one.Name == name).Assign.Select(one => one.Device)],
                },
                DeclarationKind.Domain => new Program
                {
                    Name = "",
                    Host = topology.Domains.First(one => one.Name == name).Host,
                    Devices =
                    [
                        .. topology.Domains.First(one => one.Name == name).Attach,
                        .. topology
                            .Guests.SelectMany(guest => guest.Assign)
                            .Where(one => one.Domain == name)
                            .Select(one => one.Device),
                    ],
                },
                _ => new Program
                {
                    Name = "",
                    Host = topology.Devices.First(one => one.Name == name).Host,
                    Devices = [name],
                },
            }
        );

    /// <summary>The guest that the program runs in, and those that its host runs in.</summary>
    private List<Guest> GuestsAround(Program program)
    {
        List<Guest> guests = [];
        for (
            var name = program.Guest ?? HostOf(program.Host!).InGuest;
            name is not null;
            name = HostOf(guests[^1].Host).InGuest
        )
        {
            guests.Add(topology.Guests.First(guest => guest.Name == name));
        }

        return guests;
    }

    private Host HostOf(string name) => topology.Hosts.First(host => host.Name == name);

    /// <summary>
    /// Every device that shares a domain, a guest or a group with those of the program, or is a part of one.
    /// </summary>
    private HashSet<string> DevicesOf(Program program, List<Guest> guests, HashSet<string> hosts)
    {
        var found = program
            .Devices.Concat(guests.SelectMany(guest => guest.Assign).Select(one => one.Device))
            .ToHashSet(StringComparer.Ordinal);
        for (var before = 0; before < found.Count; )
        {
            before = found.Count;
            found.UnionWith(together.Value.Where(list => list.Exists(found.Contains)).SelectMany(list => list));
            found.UnionWith(topology.Devices.Where(device => found.Contains(device.Name)).SelectMany(Parents));
        }

        // A scenario may attach any device anywhere; and what a declaration says of its group may be what is wrong with
        // it.
        return
            topology.HasScenario
            || topology.Devices.Any(device => device.Group is not null && found.Contains(device.Name))
            ? [.. found, .. topology.Devices.Where(device => hosts.Contains(device.Host)).Select(device => device.Name)]
            : found;
    }

    private static IEnumerable<string> Parents(Device device) =>
        new[] { device.VfOf, device.MdevOf, device.Outer }.OfType<string>();
}
