using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel;

/// <summary>What no source tells about the kernel, or what a file cannot say. It is unknown, never a guess.</summary>
internal static class Scope
{
    /// <summary>Of a device's translation, whoever uses it.</summary>
    public static Reason? Outside(TopologyIndex index, Device device) =>
        OutsideVersions(index, index.HostOf(device))
        ?? Nesting.InnerDevice.Outside(index, device)
        ?? ((device.MdevOf ?? device.VfOf) is { } parent ? Outside(index, index.Device(parent)) : null)
        ?? (index.UnitOf(device) is { } unit ? OutsideDriver(index.HostOf(device), unit) : null);

    /// <summary>A kernel without the driver leaves the IOMMU as the firmware did, which is not known.</summary>
    private static Reason? OutsideDriver(Host host, Iommu unit)
    {
        var row = DriverTable.Find(unit.Model);
        return row.IsIn(host.Kernel)
            ? null
            : new Reason(
                $"Linux {host.Kernel} has no driver for {unit.Name}: {row.Lifetime}; without one the IOMMU does what the "
                    + "firmware left it doing",
                row.File
            );
    }

    /// <summary>Of a page table for user space, for a device that a VFIO driver takes.</summary>
    public static Reason? OutsideUserTable(TopologyIndex index, Device device, Domain domain) =>
        index.UnitOf(device) is { } unit
        && DriverTable.Find(unit.Model).UserTableGap is { } gap
        && gap.AppliesTo(index.HostOf(device).Kernel)
        && Vfio.Registration.Of(index, device).Errno is null
        && !Vfio.ContainerTypes.RefusesBefore(index, device, domain)
            ? new Reason($"{device.Name}: {gap.Text}", gap.Source)
            : null;

    /// <summary>Of a guest: its virtual IOMMU, and a host below that runs in a guest itself.</summary>
    public static Reason? Outside(TopologyIndex index, Guest guest) =>
        OutsideVersions(index, index.Host(guest.Host))
        ?? Nesting.NestedKvm.Outside(index, index.Host(guest.Host))
        ?? VirtualIommus.VirtualIommu.Outside(index, guest);

    /// <summary>Of a host's kernel, or that of a host below: nobody has read what such an old one does.</summary>
    public static Reason? OutsideVersions(TopologyIndex index, Host host) =>
        index.DeclaredKernel(host.Name) is var kernel && KernelVersions.IsTooOld(kernel)
            ? new Reason(
                $"Linux {kernel} of {host.Name} is older than {KernelVersions.OldestKnown}, the oldest version whose behaviour is known"
            )
        : host.InGuest is { } guest ? OutsideVersions(index, index.Host(index.Guest(guest).Host))
        : null;

    /// <summary>KVM does other things under VMX than under SVM.</summary>
    public static Reason? OutsideKvm(Host host) =>
        host is { Architecture: Architecture.X86_64, Vendor: CpuVendor.Arm or CpuVendor.Other }
            ? new Reason($"host {host.Name}: its vendor does not say whether KVM runs on VMX or on SVM")
            : null;
}
