using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel;

/// <summary>What this simulation of the kernel does not cover yet. It says so instead of guessing.</summary>
internal static class Scope
{
    public static Reason? Outside(Host host) =>
        host.Kernel < DriverTable.Oldest
            ? new Reason($"host {host.Name}: kernel {host.Kernel} is older than the oldest one that is known here, {DriverTable.Oldest}")
        : null;

    /// <summary>Of a device's translation, whoever uses it.</summary>
    public static Reason? Outside(TopologyIndex index, Device device) =>
        Outside(index.HostOf(device)) ?? Nesting.InnerDevice.Outside(index, device)
        ?? (device.MdevOf is { } parent ? OutsideParent(index, device, parent, "a mediated device")
            : device.VfOf is { } physical ? OutsideParent(index, device, physical, "a virtual function") : null)
        ?? (index.UnitOf(device) is { } unit ? OutsideDriver(index.HostOf(device), unit) : null);

    /// <summary>What a device is part of has to be one that is simulated, and a PCIe function where its bit decides.</summary>
    private static Reason? OutsideParent(TopologyIndex index, Device device, string parentName, string what)
    {
        var parent = index.Device(parentName);
        return parent.Host != device.Host
            ? new Reason($"{device.Name} is {what} of {parentName}, which is on another host: that is not simulated")
            : device.VfOf is not null && parent.Bus != DeviceBus.Pcie
                ? new Reason($"{device.Name} is {what} of {parentName}, which is no PCIe function: that is not simulated")
            : device.MdevOf is not null && index.HostOf(device).Architecture != Architecture.X86_64
                ? new Reason($"{device.Name} is {what}, which is simulated on x86 only")
            : Outside(index, parent);
    }

    /// <summary>Ways of giving a device away that were looked at on x86 only.</summary>
    public static Reason? OutsideX86(TopologyIndex index, Device device, Domain domain) =>
        index.HostOf(device).Architecture == Architecture.X86_64 ? null
        : domain.Api == DomainApi.VhostVdpa ? new Reason($"{domain.Name}: vhost-vdpa is simulated on x86 only")
        : domain.Api == DomainApi.VfioType1 && Vfio.NoIommu.Holds(index, device)
            ? new Reason("VFIO's mode without an IOMMU is simulated on x86 only")
        : null;

    /// <summary>A kernel without the driver leaves the IOMMU as the firmware did, which is not known.</summary>
    private static Reason? OutsideDriver(Host host, Iommu unit)
    {
        var row = DriverTable.Find(unit.Model);
        return row.IsIn(host.Kernel)
            ? null
            : new Reason($"Linux {host.Kernel} has no driver for {unit.Name}: {row.Lifetime}; what the IOMMU does without one is not "
                + "simulated", row.File);
    }

    /// <summary>Of VFIO's type1 containers, for a device that a VFIO driver takes.</summary>
    public static Reason? OutsideType1(TopologyIndex index, Device device) =>
        index.UnitOf(device) is { } unit && DriverTable.Find(unit.Model).Type1Gap is { } gap && gap.AppliesTo(index.HostOf(device).Kernel)
        && Vfio.Registration.Of(index, device).Errno is null
            ? new Reason($"{device.Name}: {gap.Text}", gap.Source)
            : null;

    /// <summary>6.14 as released said yes to the attach of a device to a table of another SMMU, and did nothing.</summary>
    public static Reason? OutsideOtherSmmu(KernelState state, Device device, Domain domain) =>
        state.Index.HostOf(device).Kernel == new KernelVersion(6, 14)
        && state.Index.UnitOf(device) is { Model: IommuModel.ArmSmmuV3 } unit
        && state.TablesOf(domain.Name).Any(table => table.Driver == unit.Model && table.Unit != unit.Name)
            ? new Reason($"{domain.Name} has a page table of another SMMU: Linux 6.14 says yes when {device.Name} is attached to it and "
                + "does nothing, which is not simulated", "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c:arm_smmu_attach_dev", new(6, 14))
            : null;

    /// <summary>Of <c>attach D to S</c> where S is an identity domain.</summary>
    public static Reason? OutsideIdentity(TopologyIndex index, Device device)
    {
        if (Drivers.UnitContext.Of(index, device) is not { } unit)
        {
            return null;
        }

        var row = DriverTable.Find(unit.Unit.Model);
        var before = row.IdentitySince is { } first ? $" before {first}" : "";
        return row.IdentitySince is { } since && unit.Host.Kernel >= since ? null : new Reason(
            $"the driver of {unit.Unit.Name} has no identity domains{before}; "
                + "what the kernel does when it is asked for one is not simulated", row.File);
    }

    /// <summary>Of a guest: its virtual IOMMU, and a host below that runs in a guest itself.</summary>
    public static Reason? Outside(TopologyIndex index, Guest guest) =>
        Nesting.NestedKvm.Outside(index, index.Host(guest.Host)) ?? VirtualIommus.VirtualIommu.Outside(index, guest);

    /// <summary>Of memory types and of KVM, which depend on the maker of the CPU.</summary>
    public static Reason? OutsideCpu(Host host) =>
        host.Architecture != Architecture.X86_64 || host.Vendor is CpuVendor.Intel or CpuVendor.Amd
        ? null
        : new Reason($"host {host.Name}: the CPUs of this vendor are not simulated");

    public static Reason? OutsideKvm(Host host) => host.Architecture is Architecture.X86_64 or Architecture.Arm64 or Architecture.S390x
        ? null
        : new Reason($"host {host.Name}: guests on this architecture are not simulated");
}
