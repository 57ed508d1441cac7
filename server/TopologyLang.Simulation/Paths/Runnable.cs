using TopologyLang.Simulation.Kernel.ConfidentialGuests;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Kvm;
using TopologyLang.Simulation.Kernel.Nesting;
using TopologyLang.Simulation.Kernel.Scopes;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Vfio;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Kernel.VirtualIommus;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>Whether a program can run in a state, and whether everything on its path is known.</summary>
internal static class Runnable
{
    public static Reason? NotKnown(KernelState state, Owner owner, Program program)
    {
        var host = owner.Host;
        if (Scope.OutsideVersions(state.Index, host) is { } outsideVersions)
        {
            return outsideVersions;
        }

        if (NestedKvm.OutsideMachine(state.Index, host) is { } outsideHost)
        {
            return outsideHost;
        }

        // That the guest does not have its device is known even where KVM is not.
        if (
            owner.Inside is not null
            && Scope.OutsideKvm(owner.Machine) is not null
            && AreKnown(state, program)
            && CannotRun(state, host, program) is not null
        )
        {
            return null;
        }

        if (owner.Inside is { } guest && state.GuestOf(guest).Unknown is { } outsideGuest)
        {
            return outsideGuest;
        }

        if (program.Guest is null && host.InGuest is { } around && state.Index.Guest(around).Vcpus != host.Cpus)
        {
            return new Reason(
                $"host {host.Name} has {host.Cpus} CPUs and the guest {around}, in which it runs, "
                    + $"{state.Index.Guest(around).Vcpus}: give cpus and vcpus the same number"
            );
        }

        return program.Devices.Select(d => Unknown(state, owner.Machine, d)).FirstOrDefault(why => why is not null)
            ?? program
                .Devices.Select(d => UnknownHolder(state, program, state.Index.Device(d)))
                .FirstOrDefault(why => why is not null)
            ?? program
                .Buffers.Select(b => BufferPaths.Unknown(owner.Machine, owner.Inside is not null, b))
                .FirstOrDefault(why => why is not null)
            ?? BufferRanges.Unknown(state, owner, program)
            ?? ConfidentialPaths.Unknown(state, program)
            ?? DmaSync.Unknown(state.Index, host, program)
            ?? BounceBuffers.Unknown(state, host, program);
    }

    private static bool AreKnown(KernelState state, Program program) =>
        program.Devices.All(d => state.DeviceOf(d) is { Unknown: null, Translation: not Translation.Unknown });

    private static Reason? Unknown(KernelState state, Host host, string name)
    {
        var translation = state.DeviceOf(name).Translation;
        return translation is Translation.Unknown unknown ? unknown.Why
            : UnknownMapping(state, name) is { } mapping ? mapping
            : translation is not Translation.Blocked
            && Snooping.Untranslated(host, state.Index.RealOf(state.Index.Device(name)), translation, false) is null
                ? new Reason(
                    $"the IOMMU in front of {name} exists on x86 only, and {host.Name} is of another architecture"
                )
            : null;
    }

    private static Reason? UnknownMapping(KernelState state, string name) =>
        InnerDevice
            .Layers(state.Index, state.Index.Device(name))
            .Select(layer => state.UnknownMappingOf(layer.Name))
            .FirstOrDefault(why => why is not null);

    /// <summary>Why it is not known whether a guest has the device that the program uses from outside of it.</summary>
    private static Reason? UnknownHolder(KernelState state, Program program, Device device) =>
        state
            .Index.InnerOf(device.Name)
            .Where(inner => state.Index.Topology.Guests.Any(guest => guest.Host == inner.Host))
            .Select(inner => state.Devices[inner.Name].Unknown)
            .Append(
                program.Guest is null && GroupUse.IsWithUser(state, device) ? Uncertainty.OfFile(state, device) : null
            )
            .FirstOrDefault(why => why is not null);

    /// <summary>A VMM that refuses a device starts no guest; nothing runs in it, nor in what runs there.</summary>
    private static Reason? NotGiven(TopologyIndex index, string? guest) =>
        guest is null
            ? null
            : VirtualIommu.Refusal(index, index.Guest(guest))
                ?? SharedMemory.Refusal(index, index.Guest(guest))
                ?? NotGiven(index, index.Host(index.Guest(guest).Host).InGuest);

    /// <summary>
    /// The device of a host in a guest that this one is, where that host gave it to a guest of its own.
    /// </summary>
    private static Device? PassedOn(KernelState state, Device device) =>
        state
            .Index.InnerOf(device.Name)
            .FirstOrDefault(inner =>
                state.Index.Topology.Guests.Any(g => g.Host == inner.Host && state.Holds(g.Name, inner.Name))
            );

    public static Reason? CannotRun(KernelState state, Host host, Program program) =>
        (program.Guest is null ? null : KvmSupport.Missing(host))
        ?? (program.Guest is { } owner ? ConfidentialSupport.Missing(state.Index, state.Index.Guest(owner)) : null)
        ?? MissingInstruction(host, program)
        ?? FaultingInstruction(state.Index, program)
        ?? program
            .Buffers.Select(b =>
                BufferPaths.NoSuchType(
                    state.Index.MachineOf(host),
                    program.Guest is not null || host.InGuest is not null,
                    b
                )
            )
            .FirstOrDefault(why => why is not null)
        ?? program
            .Devices.Select(d => CannotUse(state, host, program, state.Index.Device(d)))
            .FirstOrDefault(r => r is not null)
        ?? BufferRanges.NoMapping(state, program);

    private static Reason? MissingInstruction(Host host, Program program) =>
        program
            .Steps.Select(step => step.Kind)
            .Where(kind => InstructionSet.Lacks(host.Architecture, kind))
            .Select(kind => new Reason($"the CPUs of {host.Name} have no such instruction as {StepNames.Of(kind)}"))
            .FirstOrDefault();

    private static Reason? FaultingInstruction(TopologyIndex index, Program program) =>
        program.Guest is { } name
            ? program
                .Steps.Where(step => step.Cpu.Scope != CpuScope.Hypervisor)
                .Select(step => GuestInstructions.Faults(index.Guest(name), step.Kind))
                .FirstOrDefault(why => why is not null)
            : null;

    private static Reason NothingMapped(DevicePlace place, string device) =>
        place.CameAfterMap
            ? new Reason(
                $"nothing is mapped for {device} at this time, which came to {place.Domain} after it was mapped: each "
                    + "device of vhost-vdpa has mappings of its own, and every request of this one faults",
                "drivers/vhost/vdpa.c:vhost_vdpa_alloc_as"
            )
            : new Reason($"nothing is mapped in {place.Domain} at this time: every request of {device} faults");

    /// <summary>
    /// A domain through which another guest is given its devices, and not this one, maps that guest's memory.
    /// </summary>
    private static Reason? OthersMemory(TopologyIndex index, string guest, string domain)
    {
        var memory = index.MemoryOf(domain);
        var users = index.UsersOf(memory).ToArray();
        return users is [] || users.Contains(guest)
            ? null
            : new Reason(
                $"{domain} maps the memory of {string.Join(" and ", users)}, not that of {guest}: the guest's "
                    + "addresses mean other memory there"
            );
    }

    private static Reason? CannotUse(KernelState state, Host host, Program program, Device device)
    {
        var where = state.DeviceOf(device.Name);
        if (device.Host != host.Name)
        {
            return new Reason($"{device.Name} belongs to host {device.Host}, and the program runs on {host.Name}");
        }

        if ((HeldDevices.Absent(state, device) ?? NotGiven(state.Index, program.Guest ?? host.InGuest)) is { } missing)
        {
            return missing;
        }

        if (program.Guest is { } guest && !state.Holds(guest, device.Name))
        {
            return new Reason(
                where.Domain is { } domain
                    ? $"{guest} does not hold {device.Name} at this time: it is in {domain}"
                    : $"{guest} does not hold {device.Name} at this time: it is not attached to a domain of the guest"
            );
        }

        if (program.IsLeakCheck && where.Domain is null)
        {
            return new Reason($"{device.Name} is in nobody's domain at this time: only the kernel uses it");
        }

        if (program.Guest is { } one && OthersMemory(state.Index, one, where.Domain!) is { } others)
        {
            return others;
        }

        if (
            program.Guest is null
            && state.Index.Topology.Guests.FirstOrDefault(g => state.Holds(g.Name, device.Name)) is { } holder
        )
        {
            return new Reason($"{device.Name} belongs to the guest {holder.Name} at this time");
        }

        if (PassedOn(state, device) is { } inner)
        {
            return new Reason(
                $"{device.Name} is {inner.Name} of {inner.Host} and belongs to a guest there at this time"
            );
        }

        if (program.Guest is not null && NoIommu.Holds(state.Index, device))
        {
            return new Reason(
                $"no IOMMU is in front of {device.Name}, so nothing can be mapped for it: the guest's addresses mean "
                    + "other memory",
                "drivers/vfio/container.c:vfio_noiommu_ioctl"
            );
        }

        if (
            InnerDevice
                .Layers(state.Index, device)
                .FirstOrDefault(d => state.Devices[d.Name].Domain is not null && !state.MapsFor(d.Name)) is
            { } unmapped
        )
        {
            return NothingMapped(state.Devices[unmapped.Name], device.Name);
        }

        if (BufferRanges.NoMemory(state, device.Name) is { } noMemory)
        {
            return noMemory;
        }

        return where.Translation is Translation.Blocked
            ? new Reason($"{device.Name} is in {where.Domain}, where every request faults")
            : null;
    }
}
