using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Drivers;

/// <summary>What Linux's IOMMU drivers answer: one row a driver. A driver is added by adding its row.</summary>
public static class DriverTable
{
    public static readonly ImmutableArray<DriverRow> Rows =
    [
        IntelVtdDriver.Row,
        AmdViDriver.Row,
        VirtioDriver.Row,
        ArmSmmuDrivers.V3,
        ArmSmmuDrivers.V2,
        ArmSmmuDrivers.Qcom,
        .. CoherentArchitectureDrivers.Rows,
        .. PlatformDrivers.Rows,
        OtherDriver.Row,
    ];

    /// <summary>Every model of the language has a row.</summary>
    public static DriverRow Find(IommuModel model) => Rows.First(r => r.Model == model);

    /// <summary>
    /// device_iommu_capable(dev, IOMMU_CAP_CACHE_COHERENCY): false without an IOMMU, or where the driver has no such
    /// operation.
    /// </summary>
    public static bool CapableOfCache(TopologyIndex index, Device device) =>
        UnitContext.Of(index, device) is { } unit
        && Find(unit.Unit.Model).CacheCoherencyIn(unit.Host.Kernel)?.Holds(unit) == true;
}
