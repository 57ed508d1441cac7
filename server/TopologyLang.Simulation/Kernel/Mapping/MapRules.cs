using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Mapping;

/// <summary>
/// What the users of an IOMMU do with each kind of range that a domain lists: ordinary memory (cached), reserved memory
/// that the host maps uncached or write-combining and nowhere else (uncached), and a window of another device (mmio).
/// The last two reach user space as VM_PFNMAP mappings, whose pages cannot be pinned.
/// </summary>
internal static class MapRules
{
    private const string Gup = "mm/gup.c:check_vma_flags";
    private const string Type1 = "drivers/vfio/vfio_iommu_type1.c:vaddr_get_pfns, vfio_iommu_map";

    /// <summary>Accepts a dma-buf of vfio-pci: in 6.19.0, not in 6.18.35.</summary>
    private static readonly KernelVersion TakesDmaBuf = new(6, 19);

    private sealed record Row(DomainApi Api, MapKind Kind, bool Maps, string Text, string Source);

    private static readonly ImmutableArray<Row> Table =
    [
        new(DomainApi.VfioType1, MapKind.Cached, true, "ordinary memory is pinned and mapped", Type1),
        new(
            DomainApi.VfioType1,
            MapKind.Uncached,
            true,
            "reserved memory is not pinned, only looked up, and mapped like any other range: type1 asks for no memory "
                + "type",
            Type1
        ),
        new(
            DomainApi.VfioType1,
            MapKind.Mmio,
            true,
            "another device's window is mapped like any other range, so that devices reach each other; it is no memory "
                + "for buffers",
            Type1
        ),
        new(
            DomainApi.Iommufd,
            MapKind.Cached,
            true,
            "ordinary memory is pinned and mapped with IOMMU_CACHE",
            "drivers/iommu/iommufd/pages.c:pfn_reader_user_pin; drivers/iommu/iommufd/ioas.c:conv_iommu_prot"
        ),
        new(
            DomainApi.Iommufd,
            MapKind.Uncached,
            false,
            "iommufd pins what it maps, and reserved memory (VM_PFNMAP) cannot be pinned",
            Gup
        ),
        new(
            DomainApi.Iommufd,
            MapKind.Mmio,
            false,
            "iommufd pins what it maps, and another device's window (VM_PFNMAP) cannot be pinned",
            Gup
        ),
        new(
            DomainApi.VhostVdpa,
            MapKind.Cached,
            true,
            "ordinary memory is pinned and mapped with IOMMU_CACHE",
            "drivers/vhost/vdpa.c:vhost_vdpa_pa_map"
        ),
        new(
            DomainApi.VhostVdpa,
            MapKind.Uncached,
            false,
            "vhost-vdpa pins what it maps, and reserved memory (VM_PFNMAP) cannot be pinned",
            Gup
        ),
        new(
            DomainApi.VhostVdpa,
            MapKind.Mmio,
            false,
            "vhost-vdpa pins what it maps, and another device's window (VM_PFNMAP) cannot be pinned",
            Gup
        ),
    ];

    /// <summary>The range that the kernel refuses (EFAULT); null where it takes the whole list.</summary>
    public static Reason? Refusal(Domain domain) =>
        domain.Map.Distinct().Select(kind => Find(domain.Api, kind)).FirstOrDefault(row => row is { Maps: false })
            is { } refused
            ? new Reason($"{domain.Name} lists a range that is {Name(refused.Kind)}: {refused.Text}", refused.Source)
            : null;

    /// <summary>
    /// Since then there is another way to map a window, and no VMM's choice between the two is known.
    /// </summary>
    public static Reason? Outside(Host host, Domain domain) =>
        domain.Api == DomainApi.Iommufd && host.Kernel >= TakesDmaBuf && domain.Map.Contains(MapKind.Mmio)
            ? new Reason(
                $"{domain.Name} lists an mmio range: since {TakesDmaBuf} a VMM can map it as a dma-buf of vfio-pci; "
                    + "whether it does is not known",
                "drivers/iommu/iommufd/ioas.c:iommufd_ioas_map_file"
            ) with
            {
                Since = TakesDmaBuf,
            }
            : null;

    /// <summary>What is done with each kind on the list, in its order; nothing for the default list.</summary>
    public static ImmutableArray<Reason> OfMapping(Domain domain) =>
        [
            .. domain
                .Map.Distinct()
                .Select(kind => Find(domain.Api, kind))
                .OfType<Row>()
                .Select(row => new Reason($"{Name(row.Kind)}: {row.Text}", row.Source)),
        ];

    /// <summary>
    /// The kinds of memory in which a buffer may lie; empty where the domain maps none. Lists of the host's own domains
    /// mean nothing. A VMM that cannot map a range goes on without it (QEMU,
    /// hw/vfio/listener.c:vfio_listener_region_add, for windows of devices).
    /// </summary>
    public static ImmutableArray<MapKind> MemoryOf(Domain domain) =>
        domain.Map.IsEmpty || Table.All(row => row.Api != domain.Api)
            ? [MapKind.Cached]
            :
            [
                .. domain
                    .Map.Distinct()
                    .Where(kind => kind != MapKind.Mmio && Find(domain.Api, kind) is { Maps: true }),
            ];

    public static string Name(MapKind kind) =>
        kind switch
        {
            MapKind.Cached => "cached",
            MapKind.Uncached => "uncached",
            _ => "mmio",
        };

    private static Row? Find(DomainApi api, MapKind kind) =>
        Table.FirstOrDefault(row => row.Api == api && row.Kind == kind);
}
