using TopologyLang.Simulation.Kernel;
using TopologyLang.Simulation.Kernel.Kvm;
using TopologyLang.Simulation.Kernel.Vfio;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>Whether a program can run in a state, and whether this simulation knows everything on its path.</summary>
internal static class Runnable
{
    public static Reason? NotSimulated(KernelState state, Host host, Guest? guest, Program program)
    {
        if (Scope.Outside(host) is { } outsideHost)
        {
            return outsideHost;
        }

        // That the guest does not have its device is known even where KVM is not.
        if (guest is not null && Scope.OutsideKvm(host) is not null && AreKnown(state, program)
            && CannotRun(state, host, program) is not null)
        {
            return null;
        }

        if (guest is not null && state.GuestOf(guest.Name).Unknown is { } outsideGuest)
        {
            return outsideGuest;
        }

        return program.Devices.Select(d => Unknown(state, host, d) ?? Translated(state, d)).FirstOrDefault(why => why is not null)
            ?? program.Buffers.Select(b => BufferPaths.Unknown(host, guest is not null, b)).FirstOrDefault(why => why is not null)
            ?? DmaSync.Unknown(state.Index, host, program);
    }

    private static bool AreKnown(KernelState state, Program program) =>
        program.Devices.All(d => state.DeviceOf(d) is { Unknown: null, Translation: not Translation.Unknown });

    /// <summary>With ATS a device may send translated requests, on which no page table's snoop bits act.</summary>
    private static Reason? Translated(KernelState state, string name) =>
        state.Index.Device(name) is { Ats: true } device && NoSnoopBit.SetNow(device, state.DeviceOf(name))
            ? new Reason($"{name} has ATS: whether its translated requests carry no-snoop hangs on the N bit of its cached translations",
                "PCI Express specification 10.2.3 (translation completion)")
            : null;

    private static Reason? Unknown(KernelState state, Host host, string name)
    {
        var translation = state.DeviceOf(name).Translation;
        return translation is Translation.Unknown unknown ? unknown.Why
            : translation is not Translation.Blocked && Snooping.Of(host, state.Index.Device(name), translation, false) is null
                ? Reason.Unknown($"the IOMMU in front of {name} exists on x86 only, and {host.Name} is of another architecture")
            : null;
    }

    public static Reason? CannotRun(KernelState state, Host host, Program program) =>
        (program.Guest is null ? null : KvmSupport.Missing(host)) ?? MissingInstruction(host, program)
        ?? program.Buffers.Select(b => BufferPaths.NoSuchType(host, program.Guest is not null, b)).FirstOrDefault(why => why is not null)
        ?? program.Devices.Select(d => CannotUse(state, host, program, state.Index.Device(d))).FirstOrDefault(r => r is not null);

    private static Reason? MissingInstruction(Host host, Program program)
    {
        var isX86 = host.Architecture == Architecture.X86_64;
        var isArm = host.Architecture is Architecture.Arm64 or Architecture.Arm;
        foreach (var kind in program.Steps.Select(step => step.Kind))
        {
            if ((kind is >= StepKind.Wbinvd and <= StepKind.Clwb && !isX86) || (kind is >= StepKind.DcCvac and <= StepKind.DcIsw && !isArm))
            {
                return new Reason($"the CPUs of {host.Name} have no such instruction as {StepNames.Of(kind)}");
            }
        }

        return null;
    }

    private static Reason? CannotUse(KernelState state, Host host, Program program, Device device)
    {
        var where = state.DeviceOf(device.Name);
        if (device.Host != host.Name)
        {
            return new Reason($"{device.Name} belongs to host {device.Host}, and the program runs on {host.Name}");
        }

        if (program.Guest is { } guest && !state.Holds(guest, device.Name))
        {
            return new Reason(where.Domain is { } domain
                ? $"{guest} does not hold {device.Name} at this time: it is in {domain}"
                : $"{guest} does not hold {device.Name} at this time: it is not attached to a domain of the guest");
        }

        if (program.Guest is null && state.Index.Topology.Guests.FirstOrDefault(g => state.Holds(g.Name, device.Name)) is { } holder)
        {
            return new Reason($"{device.Name} belongs to the guest {holder.Name} at this time");
        }

        if (program.Guest is not null && NoIommu.Holds(state.Index, device))
        {
            return new Reason($"no IOMMU is in front of {device.Name}, so nothing can be mapped for it: the guest's addresses mean other "
                + "memory", "drivers/vfio/container.c:vfio_noiommu_ioctl");
        }

        if (where.Domain is { } unmapped && !state.Maps(state.Index.Domain(unmapped).Parent ?? unmapped))
        {
            return new Reason($"nothing is mapped in {unmapped} at this time: every request of {device.Name} faults");
        }

        return where.Translation is Translation.Blocked
            ? new Reason($"{device.Name} is in {where.Domain}, where every request faults")
            : null;
    }
}
