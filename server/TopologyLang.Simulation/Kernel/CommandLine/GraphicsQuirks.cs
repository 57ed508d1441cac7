using System.Collections.Frozen;
using TopologyLang.Simulation.Kernel.Versions;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.CommandLine;

/// <summary>
/// Integrated graphics with which VT-d's driver leaves every unit unused that has graphics alone behind it. The list is
/// the same in 6.1.170, 6.1.192, 6.12.117 and 7.3.4, but for Q35's. QM57's and its like (0040, 0062, 006a) are not
/// among them: there a register that the firmware writes decides. Source:
/// drivers/iommu/intel/iommu.c:quirk_iommu_igfx.
/// </summary>
public static class GraphicsQuirks
{
    private const string Q35 = "8086:29b2";

    private static readonly FrozenSet<string> Listed = FrozenSet.ToFrozenSet(
        [
            .. Ids("2a40 2e00 2e10 2e20 2e30 2e40 2e90"),
            .. Ids("0044"),
            .. Ids("1606 160b 160e 1602 160a 160d 1616 161b 161e 1612 161a 161d"),
            .. Ids("1626 162b 162e 1622 162a 162d 1636 163b 163e 1632 163a 163d"),
        ],
        StringComparer.Ordinal
    );

    /// <summary>Some kernel has it on the list.</summary>
    /// <param name="id">As <see cref="Device.PciId"/>.</param>
    public static bool IsOnAList(string id) => id == Q35 || Listed.Contains(id);

    /// <summary>Why the kernel maps nothing for graphics; null where it does.</summary>
    internal static Reason? Of(SystemTopology topology, Host host) =>
        topology.Devices.FirstOrDefault(device => device.Host == host.Name && IsQuirk(host, device)) is { } graphics
            ? new Reason(
                $"{graphics.Name} is {graphics.PciId}, with which the driver leaves units of graphics alone unused",
                "drivers/iommu/intel/iommu.c:quirk_iommu_igfx"
            )
            {
                Fix = graphics.PciId == Q35 ? Fixes.VtdLeavesQ35Alone.Name : null,
            }
            : null;

    /// <summary>An untrusted device could have any identity (risky_device()).</summary>
    private static bool IsQuirk(Host host, Device device) =>
        device is { External: false, PciId: { } id }
        && (
            Listed.Contains(id) || (id == Q35 && Fixes.VtdLeavesQ35Alone.IsIn(KernelVersions.SimulatedAs(host.Kernel)))
        );

    private static IEnumerable<string> Ids(string devices) => devices.Split(' ').Select(device => "8086:" + device);
}
