using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Drivers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Pci;

/// <summary>
/// Are a device's address translation services on? Linux switches them on behind a page table only: an identity domain has nothing to
/// translate, and a device on an external port (untrusted) never gets them. Source: drivers/pci/ats.c:pci_ats_supported.
/// </summary>
internal static class Ats
{
    public static (bool On, ImmutableArray<Reason> Chain) Of(TopologyIndex index, Device device, Translation translation)
    {
        if (device.MdevOf is { } parent)
        {
            return Of(index, index.Device(parent), translation);
        }

        if (!device.Ats || translation is not (Translation.Vtd or Translation.Amd or Translation.Arm or Translation.Plain))
        {
            return (false, []);
        }

        var unit = UnitContext.Of(index, device)!;
        var row = DriverTable.Find(unit.Unit.Model);
        return row.Ats is { } fact && fact.Holds(unit)
            ? (true,
            [
                new Reason($"Linux has ATS on for {device.Name}: {fact.Text}", fact.Source),
                new Reason($"when its page table changes Linux empties the translations that {device.Name} keeps, so no N bit of an older "
                    + "table stays", fact.Invalidation),
            ])
            : (false,
            [
                new Reason($"Linux has ATS off for {device.Name}: " + (device.Bus != DeviceBus.Pcie ? "it is no PCIe function"
                    : row.Ats is null ? $"the driver {row.File} never switches it on" : $"{unit.Unit.Name} has no device TLBs"),
                    row.Ats?.Source ?? row.File),
            ]);
    }
}
