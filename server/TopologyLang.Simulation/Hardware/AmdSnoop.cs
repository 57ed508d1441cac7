using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Hardware;

/// <summary>Who is snooped behind AMD-Vi. Source: AMD I/O Virtualization Technology specification 48882.</summary>
public static class AmdSnoop
{
    private const string HostTable = "AMD IOMMU specification 48882, host page-table entry (FC)";
    private const string DeviceTable = "AMD IOMMU specification 48882, device-table entry (AttrV, Mode0FC)";
    private const string GuestTable =
        "AMD IOMMU specification 48882, guest page tables; "
        + "drivers/iommu/amd/iommu.c:amd_iommu_enforce_cache_coherency";

    /// <summary>The first row that matches answers.</summary>
    public static readonly ImmutableArray<AmdSnoopRow> Rows =
    [
        new(false, null, null, false, "AMD-Vi leaves an ordinary request as it is", HostTable),
        new(true, AmdMode.V1, true, true, "FC is set in the v1 entry: the IOMMU makes the request coherent", HostTable),
        new(
            true,
            AmdMode.V1,
            false,
            false,
            "FC is clear in the v1 entry: the IOMMU passes the attribute on",
            HostTable
        ),
        new(
            true,
            AmdMode.Identity,
            true,
            true,
            "Mode0FC is set in the device-table entry: the IOMMU makes the request coherent",
            DeviceTable,
            true
        ),
        new(
            true,
            AmdMode.Identity,
            false,
            false,
            "identity has no host table, and Linux leaves Mode0FC clear: the IOMMU passes the attribute on",
            DeviceTable,
            true
        ),
        new(
            true,
            AmdMode.V2,
            null,
            false,
            "a v2 entry has no FC bit: the IOMMU passes the attribute on",
            GuestTable,
            true
        ),
    ];

    public static SnoopAnswer Of(AmdRequest request, NoSnoopRouting routing)
    {
        var row = Rows.First(r => r.Matches(request));
        if (row.Forces)
        {
            return new SnoopAnswer(Snoop.Yes, true, row.Text, row.Source, row.Uncertain);
        }

        var routed = RootComplex.Of(routing, request.NoSnoop);
        return routed with { Text = $"{row.Text}; {routed.Text}", Source = row.Source, Uncertain = row.Uncertain };
    }
}
