using TopologyLang.Simulation.Kernel.Iommufd;
using TopologyLang.Simulation.Kernel.Pci;
using TopologyLang.Simulation.Kernel.Vdpa;
using TopologyLang.Simulation.Kernel.Vfio;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.IommuCore;

/// <summary><c>attach D to S</c>: bind the device to the domain's user and attach it there.</summary>
internal static class Attach
{
    public static Answer Run(KernelState state, string deviceName, string domainName)
    {
        var device = state.Index.Device(deviceName);
        var domain = state.Index.Domain(domainName);
        if (Outside(state, device, domain) is { } why)
        {
            var place = state.Devices[deviceName];
            return Answer.NotSimulated(state.WithDevice(deviceName, place with { Unknown = place.Unknown ?? why }), why);
        }

        if (EmulatedAttach.Unavailable(state, device, domain) is { } unavailable)
        {
            return unavailable;
        }

        return domain.Api switch
        {
            DomainApi.VfioType1 => Opening(VfioAttach.Run(state, device, domain), device),
            DomainApi.Iommufd => Opening(IommufdAttach.Run(state, device, domain), device),
            DomainApi.VhostVdpa when device.MdevOf is null => VdpaAttach.Run(state, device, domain),
            _ => HostAttach.Run(state, device, domain),
        };
    }

    private static Answer Opening(Answer answer, Device device) => answer.Result == OperationOutcome.Ok
        ? answer with { Chain = [.. ForcedNoSnoop.OfOpening(answer.State.Index, device), .. answer.Chain] }
        : answer;

    private static Reason? Outside(KernelState state, Device device, Domain domain)
    {
        var forVfio = GroupUse.IsOfUser(domain.Api);
        return state.Devices[device.Name].Unknown
            ?? Scope.Outside(state.Index, device)
            ?? Scope.Outside(state.Index, domain)
            ?? state.UnknownOf(domain.Name)
            ?? (device.Host != domain.Host
                ? new Reason($"{device.Name} and {domain.Name} are on different hosts: no kernel knows both") : null)
            ?? (forVfio ? Scope.OutsideUserTable(state.Index, device, domain) : null);
    }
}
