using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Import.Facts;

/// <summary>One IOMMU.</summary>
/// <param name="SysfsName">As functions name it; for a unit that only a table has, a name of the same form.</param>
public sealed record UnitFacts(string SysfsName, string Name, string Model, string From, ImmutableArray<Line> Lines)
{
    /// <summary>Of a VT-d unit; null where they were not seen.</summary>
    public VtdRegisters? Registers { get; init; }

    /// <summary>Non-PCI devices that sysfs lists behind it.</summary>
    public ImmutableArray<string> PlatformDevices { get; init; } = [];
}
