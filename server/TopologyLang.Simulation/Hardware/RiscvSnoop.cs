using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Hardware;

/// <summary>
/// Who is snooped on a RISC-V machine: the requests of a device whose DMA the firmware calls coherent. A RISC-V IOMMU
/// can hand the type of a page-table entry (PBMT) on, but Linux writes none, and no bit of it makes a request snoop.
/// Source: RISC-V IOMMU Architecture Specification, "Placement and data flow".
/// </summary>
public static class RiscvSnoop
{
    private const string Firmware =
        "Devicetree Specification 2.3.10, 2.3.11 (dma-coherent, dma-noncoherent); ACPI specification, _CCA";

    private const string Iommu =
        "RISC-V IOMMU Architecture Specification, \"Placement and data flow\" (PBMT); "
        + "drivers/iommu/riscv/iommu.c:riscv_iommu_map_pages";

    public static SnoopAnswer Of(RiscvRequest request, NoSnoopRouting routing)
    {
        var answer = Ordinary(request);
        if (!request.NoSnoop || answer.Snoop == Snoop.No)
        {
            return answer;
        }

        var routed = RootComplex.Of(routing, true);
        return answer with
        {
            Snoop = routed.Snoop,
            Text = $"{answer.Text}; {routed.Text}",
            Source = $"{answer.Source}; {routed.Source}",
        };
    }

    private static SnoopAnswer Ordinary(RiscvRequest request) =>
        request switch
        {
            { CoherentPath: false } => new(
                Snoop.No,
                false,
                "there is no coherent path between the device and memory: its requests bypass the caches",
                Firmware
            ),
            { Coherent: false } => new(
                Snoop.No,
                false,
                "the firmware calls the device's DMA not coherent: its requests bypass the caches",
                Firmware
            ),
            { OwnIommu: true } => new(
                Snoop.Yes,
                false,
                "the firmware calls the device's DMA coherent, and Linux writes no memory type (PBMT) into the IOMMU's "
                    + "page table",
                $"{Firmware}; {Iommu}"
            ),
            _ => new(Snoop.Yes, false, "the firmware calls the device's DMA coherent", Firmware),
        };
}
