using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Advice;

/// <summary>A machine with one device given to a new guest, and nobody else using its IOMMUs.</summary>
internal static class PassThrough
{
    /// <summary>Names that no file can declare, as they hold a space.</summary>
    public const string Guest = "a guest";

    private const string Domain = "its domain";

    public static SystemTopology Of(SystemTopology topology, Device device, DomainApi api)
    {
        var host = topology.Hosts.First(one => one.Name == device.Host);
        var bare = new SystemTopology
        {
            Hosts = [host],
            Iommus = [.. topology.Iommus.Where(one => one.Host == host.Name)],
            Devices = [.. topology.Devices.Where(one => one.Host == host.Name)],
            Domains =
            [
                new Domain
                {
                    Name = Domain,
                    Host = host.Name,
                    Api = api,
                    Attach = [device.Name],
                },
            ],
            Guests =
            [
                new Guest
                {
                    Name = Guest,
                    Host = host.Name,
                    Assign = [new Assignment(device.Name, Domain)],
                },
            ],
        };
        var others = bare.Devices.Select(one => one.Name).Except([device.Name]).ToHashSet(StringComparer.Ordinal);
        return bare with
        {
            // The function is taken to use no-snoop already, so that what a guest turns on says nothing new.
            Programs =
            [
                .. BuiltInPrograms
                    .Of(bare, others, [])
                    .Where(program => program.BuiltInAs != BuiltInKind.GuestSetsNoSnoop),
            ],
        };
    }
}
