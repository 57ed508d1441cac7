using TopologyLang.Simulation.Kernel.Kvm;
using TopologyLang.Simulation.Kernel.Pci;
using TopologyLang.Simulation.Kernel.State;

namespace TopologyLang.Simulation.Kernel.Views;

/// <summary>What a state means for one device, one domain, one guest.</summary>
public static class StateViews
{
    public static DeviceState DeviceOf(this KernelState state, string device)
    {
        var place = state.Devices[device];
        var governing = state.Index.Governing(state.Index.Device(device));
        var bit = state.Devices[governing.Name];
        var (translation, chain) = Translations.Of(state, device);
        return new DeviceState(
            device,
            place.Domain,
            place.RegisteredWithVfio,
            bit.EnableNoSnoop,
            bit.NoSnoopSetBy,
            place.NoSnoopOffAtAttach,
            translation,
            chain,
            place.Unknown
        )
        {
            Governing = governing.Name == device ? null : governing,
            Ats = Ats.Of(state, state.Index.Device(device), translation),
        };
    }

    public static DomainState DomainOf(this KernelState state, string domain) => Domains.Of(state, domain);

    public static GuestState GuestOf(this KernelState state, string guest) => GuestView.Of(state, guest);
}
