using System.Collections.Frozen;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.CommandLine;

/// <summary>Which of a host's units its kernel leaves unused: then it is as if none were there.</summary>
internal static class Remapping
{
    /// <summary>
    /// Since then VT-d's driver obeys the DMAR table's DMAR_REMAP_OPT_OUT, which nothing on the command line overrules.
    /// </summary>
    public static readonly KernelVersion ObeysFirmware = new(7, 3);

    private static readonly FrozenSet<string> Graphics = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "gpu",
        "vga",
        "display"
    );

    /// <summary>Why the host's kernel does not use the unit; null where it does.</summary>
    private static Reason? WhyUnused(SystemTopology topology, Host host, Iommu unit)
    {
        var options = KernelOptions.Of(host);
        return unit.Model switch
        {
            IommuModel.IntelVtd when host.RemappingOptOut && KernelVersions.SimulatedAs(host.Kernel) >= ObeysFirmware =>
                new Reason(
                    "the firmware switches DMA remapping off (DMAR_REMAP_OPT_OUT)",
                    "drivers/iommu/intel/dmar.c:detect_intel_iommu",
                    ObeysFirmware
                ),
            IommuModel.IntelVtd when options.IntelOff || options.NoIommu => new Reason(
                "the command line switches DMA remapping off (intel_iommu=off or iommu=off)",
                "drivers/iommu/intel/iommu.c:intel_iommu_setup"
            ),
            IommuModel.IntelVtd when options.GraphicsUnitOff && HasGraphicsOnly(topology, unit) => new Reason(
                $"the command line leaves {unit.Name} unused, which translates for graphics alone "
                    + "(intel_iommu=igfx_off)",
                "drivers/iommu/intel/iommu.c:init_no_remapping_devices"
            ),
            IommuModel.IntelVtd
                when HasGraphicsOnly(topology, unit) && GraphicsQuirks.Of(topology, host) is { } quirk => quirk,
            IommuModel.AmdVi when options.AmdOff || options.NoIommu => new Reason(
                "the command line switches AMD-Vi off (amd_iommu=off or iommu=off)",
                "drivers/iommu/amd/init.c:parse_amd_iommu_options"
            ),
            _ => null,
        };
    }

    /// <summary>
    /// The same for a device that the file has behind a unit; null where its unit is used, or there is none.
    /// </summary>
    /// <param name="declared">As it is written, with the units that are not used.</param>
    public static Reason? WhyUnused(SystemTopology declared, Device device)
    {
        var behind = declared.Devices.FirstOrDefault(one => one.Name == device.Name)?.Iommu;
        return behind is not null && declared.Iommus.FirstOrDefault(one => one.Name == behind) is { } unit
            ? WhyUnused(declared, declared.Hosts.First(host => host.Name == device.Host), unit)
            : null;
    }

    /// <summary>
    /// The topology with no IOMMU in front of devices whose unit is unused, and without ATS of devices on external
    /// ports; the same one where all are used.
    /// </summary>
    public static SystemTopology AsKernelsUseIt(SystemTopology topology)
    {
        if (
            topology.Hosts.All(host => host is { RemappingOptOut: false, KernelOptions: null })
            && topology.Devices.All(device => device is { PciId: null, External: false })
        )
        {
            return topology;
        }

        var hosts = topology.Hosts.ToDictionary(host => host.Name, StringComparer.Ordinal);
        var unused = topology
            .Iommus.Where(unit => WhyUnused(topology, hosts[unit.Host], unit) is not null)
            .Select(unit => unit.Name)
            .ToHashSet(StringComparer.Ordinal);
        return topology with
        {
            Iommus = topology.Iommus.RemoveAll(unit => unused.Contains(unit.Name)),
            Devices = [.. topology.Devices.Select(device => AsTheKernelSeesIt(device, unused))],
        };
    }

    /// <summary>drivers/pci/ats.c:pci_ats_supported: an untrusted device never gets ATS.</summary>
    private static Device AsTheKernelSeesIt(Device device, HashSet<string> unused) =>
        device with
        {
            Iommu = device.Iommu is { } unit && unused.Contains(unit) ? null : device.Iommu,
            Ats = device is { Ats: true, External: false },
        };

    public static bool IsGraphics(Device device) => device.Class is { } name && Graphics.Contains(name);

    private static bool HasGraphicsOnly(SystemTopology topology, Iommu unit) =>
        topology.Devices.Where(device => device.Iommu == unit.Name).ToList() is { Count: > 0 } behind
        && behind.TrueForAll(IsGraphics);
}
