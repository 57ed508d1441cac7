using TopologyLang.Simulation.Kernel.ConfidentialGuests;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Kernel.Nesting;
using TopologyLang.Simulation.Kernel.VirtualIommus;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Scopes;

/// <summary>What no source tells about the kernel, or what a file cannot say. It is unknown, never a guess.</summary>
internal static class Scope
{
    /// <summary>Of a device's translation, whoever uses it.</summary>
    public static Reason? Outside(TopologyIndex index, Device device) =>
        OutsideVersions(index, index.HostOf(device))
        ?? OutsideInner(index, device)
        ?? NotSeen(device)
        ?? ((device.MdevOf ?? device.VfOf) is { } parent ? Outside(index, index.Device(parent)) : null)
        ?? (
            index.UnitOf(device) is { } unit
                ? OtherDriver.Unsaid(unit, device) ?? OutsideDriver(index.HostOf(device), unit)
                : null
        );

    private static Reason? NotSeen(Device device) =>
        device is { Iommu: null, UnnamedIommu: UnnamedIommu.Unknown }
            ? new Reason(
                $"which IOMMU is in front of {device.Name}, or whether there is one, was not seen: on the machine "
                    + "`dmesg | grep -i -e DMAR -e AMD-Vi -e smmu` tells, or the link /sys/bus/pci/devices/"
                    + $"{device.Address ?? "ADDRESS"}/iommu"
            )
            : null;

    /// <summary>
    /// Of a device that a guest was given, and of the way to the real one; null for the devices of a real machine.
    /// </summary>
    public static Reason? OutsideInner(TopologyIndex index, Device device)
    {
        var host = index.HostOf(device);
        if (host.InGuest is not { } name || device.MdevOf is not null)
        {
            return null;
        }

        var guest = index.Guest(name);
        if (device.Outer is not { } outer)
        {
            return new Reason(
                $"{device.Name} is on {host.Name}, which runs in {name}: say which device of {guest.Host} it is (outer "
                    + "= ...); how a device that a VMM makes up reaches memory depends on the VMM"
            );
        }

        return OutsideUnit(index, guest, device)
            ?? (
                device.VfOf is null || guest.Vmm == "qemu"
                    ? null
                    : new Reason(
                        $"{device.Name}: whether {guest.Vmm} lets a guest make virtual functions is not known; QEMU "
                            + "does not"
                    )
            )
            ?? NestedKvm.OutsideMachine(index, host)
            ?? VirtualIommu.Outside(index, guest)
            ?? Outside(index, index.Device(outer));
    }

    /// <summary>A kernel without the driver leaves the IOMMU as the firmware did, which is not known.</summary>
    private static Reason? OutsideDriver(Host host, Iommu unit)
    {
        var row = DriverTable.Find(unit.Model);
        return row.IsIn(host.Kernel)
            ? null
            : new Reason(
                $"Linux {host.Kernel} has no driver for {unit.Name}: {row.Lifetime}; without one the IOMMU does what "
                    + "the firmware left it doing",
                row.File
            );
    }

    private static Reason? OutsideUnit(TopologyIndex index, Guest guest, Device device)
    {
        if (index.UnitOf(device) is not { } unit)
        {
            return null;
        }

        return VirtualIommu.Of(guest) is not { } row
                ? new Reason($"{unit.Name} would be an IOMMU of {guest.Name}, which is declared without one (viommu)")
            : row.Unit != unit.Model
                ? new Reason(
                    $"{unit.Name} is of another kind than the virtual IOMMU that {guest.Name} is declared with (viommu)"
                )
            : unit.Model == IommuModel.IntelVtd && unit.FirstStage != VirtualIommu.Nests(index, guest)
                ? new Reason(
                    unit.FirstStage
                        ? $"{unit.Name} has first-stage tables, which QEMU gives a unit in front of assigned devices "
                            + $"only over nested domains: give {guest.Name} domains with a parent"
                        : $"{guest.Name} has nested domains, so {unit.Name} has first-stage tables, and is declared "
                            + "without: give it scalable_mode = yes and first_stage = yes",
                    "QEMU hw/i386/intel_iommu.c:vtd_check_hiod"
                )
            : null;
    }

    /// <summary>Of a guest: its virtual IOMMU, and a host below that runs in a guest itself.</summary>
    public static Reason? Outside(TopologyIndex index, Guest guest) =>
        OutsideVersions(index, index.Host(guest.Host))
        ?? NestedKvm.Outside(index, index.Host(guest.Host))
        ?? SharedMemory.Outside(index, guest)
        ?? VirtualIommu.Outside(index, guest);

    /// <summary>Of a host's kernel, or that of a host below: nobody has read what such an old one does.</summary>
    public static Reason? OutsideVersions(TopologyIndex index, Host host) =>
        index.DeclaredKernel(host.Name) is var kernel && KernelVersions.IsTooOld(kernel)
            ? new Reason(
                $"Linux {kernel} of {host.Name} is older than {KernelVersions.OldestKnown}, the oldest version whose "
                    + "behaviour is known"
            )
        : host.InGuest is { } guest ? OutsideVersions(index, index.Host(index.Guest(guest).Host))
        : null;

    /// <summary>KVM does other things under VMX than under SVM.</summary>
    public static Reason? OutsideKvm(Host host) =>
        host is { Architecture: Architecture.X86_64, Vendor: CpuVendor.Arm or CpuVendor.Other }
            ? new Reason($"host {host.Name}: its vendor does not say whether KVM runs on VMX or on SVM")
            : null;
}
