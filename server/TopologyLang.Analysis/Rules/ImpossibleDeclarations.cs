using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Terms;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Kernel.ConfidentialGuests;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.Kvm;
using TopologyLang.Simulation.Kernel.Nesting;
using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Rules;

/// <summary>
/// What no machine can be: an IOMMU without a driver in the kernel, a guest without KVM, a device with two guests at a
/// time, or a virtual function that nobody can make.
/// </summary>
public sealed class ImpossibleDeclarations : IRule
{
    public IEnumerable<Finding> Find(Facts facts)
    {
        var hosts = facts.Binding.Topology.Hosts.ToDictionary(host => host.Name, StringComparer.Ordinal);
        return Drivers(facts, hosts)
            .Concat(Guests(facts, hosts))
            .Concat(SharedDevices(facts))
            .Concat(VirtualFunctions(facts));
    }

    private static IEnumerable<Finding> Drivers(Facts facts, Dictionary<string, Host> hosts) =>
        from iommu in facts.Binding.Topology.Iommus
        let host = hosts[iommu.Host]
        let row = DriverTable.Find(iommu.Model)
        where Candidates.Of(host).All(one => !KernelVersions.IsTooOld(one.Kernel) && !row.IsIn(one.Kernel))
        select Finding.At(
            facts.Places.Property(DeclarationKind.Iommu, iommu.Name, "model"),
            FindingCode.Impossible,
            $"Linux {KernelWords.Of(host)} has no driver for `{iommu.Name}`: {row.Lifetime} ({row.File})"
        );

    private static IEnumerable<Finding> Guests(Facts facts, Dictionary<string, Host> hosts) =>
        from guest in facts.Binding.Topology.Guests
        let host = hosts[guest.Host]
        let missing = Missing(facts, host, guest)
        where
            missing is not null
            && Candidates
                .Of(host)
                .All(candidate => Missing(facts, host with { Kernel = candidate.Kernel }, guest) is not null)
        select Finding.At(
            facts.Places.Name(DeclarationKind.Guest, guest.Name),
            FindingCode.Impossible,
            missing.Text
        ) with
        {
            Chain = [missing],
        };

    private static Reason? Missing(Facts facts, Host host, Guest guest) =>
        KvmSupport.Missing(host) ?? ConfidentialSupport.Missing(facts.Binding.Topology, host, guest);

    /// <summary>A guest makes no virtual functions of the devices that QEMU gives it.</summary>
    private static IEnumerable<Finding> VirtualFunctions(Facts facts)
    {
        var index = new TopologyIndex(facts.Binding.Topology);
        return from device in facts.Binding.Topology.Devices
            let why = InnerDevice.NeverMade(index, device)
            where why is not null
            select Finding.At(
                facts.Places.Property(DeclarationKind.Device, device.Name, "vf_of"),
                FindingCode.Impossible,
                why.Text
            ) with
            {
                Chain = [why],
            };
    }

    /// <summary>In a scenario a device may go from one guest to another, through a domain for each.</summary>
    private static IEnumerable<Finding> SharedDevices(Facts facts)
    {
        var topology = facts.Binding.Topology;
        var assigned = topology.Guests.SelectMany(guest =>
            guest.Assign.Select(one => (Guest: guest.Name, one.Device, one.Domain))
        );
        return from one in assigned.GroupBy(one => one.Device)
            let first = one.First()
            from other in one.Skip(1)
            where !topology.HasScenario || other.Domain == first.Domain
            select Finding.At(
                facts.Places.Property(DeclarationKind.Guest, other.Guest, "assign"),
                FindingCode.Impossible,
                $"`{other.Device}` is given to `{first.Guest}` already, and a device has one guest at a time: "
                    + "let a scenario move it, through a domain for each guest"
            );
    }
}
