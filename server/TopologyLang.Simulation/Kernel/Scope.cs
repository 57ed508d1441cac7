using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel;

/// <summary>What this simulation of the kernel does not cover yet. It says so instead of guessing.</summary>
internal static class Scope
{
    public static Reason? Outside(Host host) =>
        host.InGuest is not null ? new Reason($"host {host.Name} runs in a guest, which is not simulated yet")
        : host.Kernel < DriverTable.Oldest
            ? new Reason($"host {host.Name}: kernel {host.Kernel} is older than the oldest one that is known here, {DriverTable.Oldest}")
        : null;

    /// <summary>Of a device's translation, whoever uses it.</summary>
    public static Reason? Outside(TopologyIndex index, Device device) =>
        Outside(index.HostOf(device))
        ?? ((device.MdevOf ?? device.VfOf) is { } parent ? Outside(index, index.Device(parent)) : null)
        ?? (index.UnitOf(device) is { } unit ? OutsideDriver(index.HostOf(device), unit) : null);

    /// <summary>A kernel without the driver leaves the IOMMU as the firmware did, which is not known.</summary>
    private static Reason? OutsideDriver(Host host, Iommu unit)
    {
        var row = DriverTable.Find(unit.Model);
        return row.IsIn(host.Kernel)
            ? null
            : Reason.Unknown($"Linux {host.Kernel} has no driver for {unit.Name}: {row.Lifetime}; without one the IOMMU does what the "
                + "firmware left it doing", row.File);
    }

    /// <summary>Of a page table for user space, for a device that a VFIO driver takes.</summary>
    public static Reason? OutsideUserTable(TopologyIndex index, Device device, Domain domain) =>
        index.UnitOf(device) is { } unit && DriverTable.Find(unit.Model).UserTableGap is { } gap && gap.AppliesTo(index.HostOf(device).Kernel)
        && Vfio.Registration.Of(index, device).Errno is null && !Vfio.ContainerTypes.RefusesBefore(index, device, domain)
            ? Reason.Unknown($"{device.Name}: {gap.Text}", gap.Source)
            : null;

    /// <summary>As of a domain alone, but that nested page tables behind SMMUv3 are simulated.</summary>
    public static Reason? Outside(TopologyIndex index, Domain domain) =>
        domain is { Api: DomainApi.Iommufd, Parent: { } parent } && index.Domain(parent) is { Api: DomainApi.Iommufd, Parent: null }
        && index.UnitsOf(domain.Host) is { IsEmpty: false } units && units.All(u => u.Model == IommuModel.ArmSmmuV3)
            ? Outside(domain with { Parent = null, Stage1Attribute = null })
            : Outside(domain);

    public static Reason? Outside(Domain domain) =>
        domain.Api == DomainApi.Sva
            ? new Reason($"{domain.Name}: this kind of domain is not simulated yet")
        : domain.Parent is not null || domain.Stage1Attribute is not null
            ? new Reason($"{domain.Name}: nested translation is not simulated yet")
        : domain.Coherent is not null ? new Reason($"{domain.Name}: an IOASID of the /dev/ioasid proposal is not simulated yet")
        : !domain.Map.IsEmpty ? new Reason($"{domain.Name}: a list of mappings is not simulated yet")
        : null;

    /// <summary>As of a guest alone, but that a virtual SMMUv3 is simulated whose devices all have a nested domain.</summary>
    public static Reason? Outside(TopologyIndex index, Guest guest) =>
        guest is { Viommu: Viommu.ArmSmmuV3, Assign.IsEmpty: false }
        && guest.Assign.Select(a => index.Domain(a.Domain)).All(d => d.Parent is not null && Outside(index, d) is null)
            ? Outside(guest with { Viommu = Viommu.None })
            : Outside(guest);

    public static Reason? Outside(Guest guest) =>
        guest.Viommu != Viommu.None ? new Reason($"{guest.Name}: a virtual IOMMU is not simulated yet")
        : null;

    /// <summary>KVM does other things under VMX than under SVM.</summary>
    public static Reason? OutsideKvm(Host host) => host is { Architecture: Architecture.X86_64, Vendor: CpuVendor.Arm or CpuVendor.Other }
        ? Reason.Unknown($"host {host.Name}: its vendor does not say whether KVM runs on VMX or on SVM")
        : null;
}
