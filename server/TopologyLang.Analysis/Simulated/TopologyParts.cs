using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Simulated;

/// <summary>
/// Cuts a topology into parts that do not touch each other, one a host, so that an edit at one host leaves the answers
/// about the others standing. A scenario may speak of every host, so a file with one is a single part.
/// </summary>
public static class TopologyParts
{
    public static ImmutableArray<SystemTopology> Of(SystemTopology topology)
    {
        if (topology.HasScenario || topology.Hosts.Length < 2 || topology.Hosts.Any(host => host.InGuest is not null))
        {
            return [topology];
        }

        var hostOfDevice = topology.Devices.ToDictionary(
            device => device.Name,
            device => device.Host,
            StringComparer.Ordinal
        );
        var hostOfGuest = topology.Guests.ToDictionary(
            guest => guest.Name,
            guest => guest.Host,
            StringComparer.Ordinal
        );
        string HostOf(Program program) => program.Guest is { } guest ? hostOfGuest[guest] : program.Host!;
        var crosses =
            topology.Domains.Any(domain => domain.Attach.Any(device => hostOfDevice[device] != domain.Host))
            || topology.Guests.Any(guest =>
                guest.Assign.Any(assignment => hostOfDevice[assignment.Device] != guest.Host)
            )
            || topology.Programs.Any(program => program.Devices.Any(device => hostOfDevice[device] != HostOf(program)));
        return crosses ? [topology] : Cut(topology, HostOf);
    }

    /// <summary>
    /// One program of a topology without scenarios, with all that its run can depend on: programs do not touch each
    /// other, and neither does a device that is in no domain, in no declared group and no part of another one.
    /// </summary>
    public static SystemTopology Around(SystemTopology topology, Program program)
    {
        HashSet<string> kept =
        [
            .. program.Devices,
            .. topology.Domains.SelectMany(domain => domain.Attach),
            .. topology.Guests.SelectMany(guest => guest.Assign).Select(assignment => assignment.Device),
            .. topology.Devices.SelectMany(Parents),
        ];
        return topology with
        {
            Devices =
            [
                .. topology.Devices.Where(device =>
                    kept.Contains(device.Name) || device.Group is not null || Parents(device).Any()
                ),
            ],
            Programs = [program],
        };
    }

    private static IEnumerable<string> Parents(Device device) =>
        new[] { device.VfOf, device.MdevOf, device.Outer }.OfType<string>();

    private static ImmutableArray<SystemTopology> Cut(SystemTopology topology, Func<Program, string> hostOf)
    {
        var iommus = topology.Iommus.ToLookup(iommu => iommu.Host, StringComparer.Ordinal);
        var devices = topology.Devices.ToLookup(device => device.Host, StringComparer.Ordinal);
        var domains = topology.Domains.ToLookup(domain => domain.Host, StringComparer.Ordinal);
        var guests = topology.Guests.ToLookup(guest => guest.Host, StringComparer.Ordinal);
        var programs = topology.Programs.ToLookup(hostOf, StringComparer.Ordinal);
        var assumptions = topology.Assumptions.ToLookup(one => one.Host, StringComparer.Ordinal);
        return
        [
            .. topology.Hosts.Select(host => new SystemTopology
            {
                Hosts = [host],
                Iommus = [.. iommus[host.Name]],
                Devices = [.. devices[host.Name]],
                Domains = [.. domains[host.Name]],
                Guests = [.. guests[host.Name]],
                Programs = [.. programs[host.Name]],
                Assumptions = [.. assumptions[host.Name]],
            }),
        ];
    }
}
