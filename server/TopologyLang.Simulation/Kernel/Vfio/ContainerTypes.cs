using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Vfio;

/// <summary>
/// Whether a container can have the type VFIO_TYPE1v2_IOMMU: its driver is built on four architectures. On POWER a
/// container has VFIO_SPAPR_TCE_IOMMU instead, an API of its own in which user space asks for TCE windows. Source:
/// drivers/vfio/Kconfig (VFIO_CONTAINER, before 6.4 VFIO, selects VFIO_IOMMU_TYPE1).
/// </summary>
internal static class ContainerTypes
{
    private const string Kconfig = "drivers/vfio/Kconfig (VFIO_IOMMU_TYPE1)";

    /// <summary>Of VFIO_SET_IOMMU, after the group was put into the container; null where type1 takes it.</summary>
    public static Reason? Refusal(TopologyIndex index, Device device)
    {
        var host = index.HostOf(device);
        return HasType1(index, device)
            ? null
            : new Reason(
                host.Architecture == Architecture.Ppc64
                    ? "on POWER the container's type is VFIO_SPAPR_TCE_IOMMU; the driver of type1 is not built there, "
                        + "and no other one answers"
                    : "the driver of type1 containers is built on x86, s390 and Arm only, so no driver of the "
                        + "container answers",
                $"{(host.Kernel >= new KernelVersion(6, 2) ? "drivers/vfio/container.c" : "drivers/vfio/vfio.c")}"
                    + $":vfio_ioctl_set_iommu; {Kconfig}"
            );
    }

    /// <summary>The attach is refused before it comes to a page table.</summary>
    public static bool RefusesBefore(TopologyIndex index, Device device, Domain domain) =>
        domain.Api == DomainApi.VfioType1
            ? !HasType1(index, device)
            : UnitContext.Of(index, device) is { } unit
                && !InterruptIsolation.OfIommufd(DriverTable.Find(unit.Unit.Model), [unit], Kconfig).Allowed;

    /// <summary>LoongArch's IOMMU driver is out of tree; the kernels that have it build type1 as well.</summary>
    private static bool HasType1(TopologyIndex index, Device device) =>
        index.HostOf(device).Architecture
            is Architecture.X86_64
                or Architecture.S390x
                or Architecture.Arm64
                or Architecture.Arm
        || index.UnitOf(device) is { Model: IommuModel.Loongarch };
}
