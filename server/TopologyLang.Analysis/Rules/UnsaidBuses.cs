using TopologyLang.Analysis.Findings;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Rules;

/// <summary>
/// A device of an x86 machine that is passed through and does not say what it is. It counts as a platform device, which
/// cannot bypass the caches; nearly every device that people pass through there is a PCIe function, which can.
/// </summary>
public sealed class UnsaidBuses : IRule
{
    public IEnumerable<Finding> Find(Facts facts)
    {
        var topology = facts.Binding.Topology;
        var x86 = topology
            .Hosts.Where(host => host.Architecture == Architecture.X86_64)
            .Select(host => host.Name)
            .ToHashSet(StringComparer.Ordinal);
        var passed = topology
            .Domains.Where(domain => domain.Api is DomainApi.VfioType1 or DomainApi.Iommufd)
            .SelectMany(domain => domain.Attach)
            .Concat(topology.Guests.SelectMany(guest => guest.Assign).Select(one => one.Device))
            .ToHashSet(StringComparer.Ordinal);
        return from device in topology.Devices
            where
                device is { Bus: DeviceBus.Platform, VfOf: null, MdevOf: null, Outer: null }
                && x86.Contains(device.Host)
                && passed.Contains(device.Name)
                && facts.Binding.PropertySpan(DeclarationKind.Device, device.Name, "bus") is null
            select Finding.At(
                facts.Places.Name(DeclarationKind.Device, device.Name),
                FindingCode.UnsaidBus,
                $"`{device.Name}` counts as a platform device, which has no no-snoop, since no `bus` is given: "
                    + "write `bus = pcie ADDRESS` if it is a PCIe function, else `bus = platform`"
            );
    }
}
