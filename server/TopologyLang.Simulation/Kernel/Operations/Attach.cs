using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.IommuCore;
using TopologyLang.Simulation.Kernel.Iommufd;
using TopologyLang.Simulation.Kernel.Mapping;
using TopologyLang.Simulation.Kernel.Nesting;
using TopologyLang.Simulation.Kernel.Pci;
using TopologyLang.Simulation.Kernel.Scopes;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Vdpa;
using TopologyLang.Simulation.Kernel.Vfio;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Operations;

/// <summary><c>attach D to S</c>: bind the device to the domain's user and attach it there.</summary>
internal static class Attach
{
    public static Answer Run(KernelState state, string deviceName, string domainName)
    {
        var device = state.Index.Device(deviceName);
        var domain = state.Index.Domain(domainName);
        if (device.Host != domain.Host)
        {
            return Answer.Refused(
                state,
                Errno.Enodev,
                new Reason(
                    $"{deviceName} and {domainName} are on different hosts: the kernel of {domain.Host} does not know "
                        + $"a device of {device.Host}"
                )
            );
        }

        if (Outside(state, device, domain) is { } why)
        {
            return NotKnown(state, device, domain, why);
        }

        if (EmulatedAttach.Unavailable(state, device, domain) is { } unavailable)
        {
            return unavailable;
        }

        if (NestedDomains.WrongApi(domain) is { } wrong)
        {
            return Answer.Refused(state, Errno.Einval, wrong);
        }

        var answer = Run(state, device, domain);
        return answer.Result == OperationOutcome.Ok && InnerDevice.OutsideUse(device, domain) is { } unknown
            ? NotKnown(state, device, domain, unknown)
            : answer;
    }

    private static Answer Run(KernelState state, Device device, Domain domain) =>
        domain.Api switch
        {
            DomainApi.VfioType1 => Opening(state, VfioAttach.Run(state, device, domain), device, domain),
            DomainApi.Iommufd => Opening(state, IommufdAttach.Run(state, device, domain), device, domain),
            DomainApi.VhostVdpa when device.MdevOf is null => VdpaAttach.Run(state, device, domain),
            _ => HostAttach.Run(state, device, domain),
        };

    private static Answer NotKnown(KernelState state, Device device, Domain domain, Reason why) =>
        Answer.NotKnown(Uncertainty.Moved(state, device, domain.Name, why), why);

    private static Answer Opening(KernelState before, Answer answer, Device device, Domain domain) =>
        answer.Result == OperationOutcome.Ok
            ? answer with
            {
                Chain =
                [
                    .. RestingFunction.OfOpening(device, before.Devices[device.Name]),
                    .. ForcedNoSnoop.OfOpening(answer.State.Index, device),
                    .. FlushRules.OfAttach(before, answer.State, domain),
                    .. answer.Chain,
                ],
            }
            : answer;

    private static Reason? Outside(KernelState state, Device device, Domain domain)
    {
        var forVfio = domain.IsOfUser;
        return Uncertainty.OfGroup(state, device)
            ?? Scope.Outside(state.Index, device)
            ?? (forVfio ? UserTableGaps.Of(state.Index, device, domain) : null)
            ?? OfOthers(state, device)
            ?? (
                forVfio && Registration.Of(state.Index, device).Errno is not null ? null : OfUse(state, device, domain)
            );
    }

    /// <summary>A mediated device needs its parent with the host's driver, which stays for its sake.</summary>
    private static Reason? OfOthers(KernelState state, Device device) =>
        (device.MdevOf is { } parent ? state.Devices[parent].Unknown : null)
        ?? state
            .Index.MediatedOf(device)
            .Select(child => state.Devices[child.Name].Unknown)
            .FirstOrDefault(why => why is not null);

    /// <summary>
    /// The answer depends on the page tables that the domain has, and on whether a KVM keeps the group's file open.
    /// </summary>
    private static Reason? OfUse(KernelState state, Device device, Domain domain) =>
        Uncertainty.OfFile(state, device)
        ?? (domain.IsOfUser ? Uncertainty.OfDomain(state, domain.Name) : null)
        ?? SoleAperture.NotKnown(state, device);
}
