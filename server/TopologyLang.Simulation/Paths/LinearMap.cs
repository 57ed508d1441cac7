using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>
/// The kernel maps all of its memory once more, cacheable. Where that mapping stays while a program maps the same page
/// past the caches, any CPU may prefetch the line through it at any time, and a device that looks into the caches may
/// find that copy.
/// </summary>
internal static class LinearMap
{
    private const string Drm = "include/drm/drm_cache.h:drm_arch_can_wc_memory";

    /// <summary>
    /// What becomes of the linear map when a page is mapped another way, by architecture. Not in it: s390x, which
    /// caches everything.
    /// </summary>
    private static readonly ImmutableArray<(Architecture Architecture, BufferAlias Alias, Reason Why)> Rows =
    [
        (
            Architecture.X86_64,
            BufferAlias.None,
            new Reason(
                "the kernel gives its linear map the type of the other mapping, so that no cacheable alias is left",
                "arch/x86/mm/pat/set_memory.c:set_memory_wc; arch/x86/mm/pat/memtype.c:memtype_kernel_map_sync"
            )
        ),
        (Architecture.Arm64, BufferAlias.LinearMap, Stays($"{Drm}; nouveau commit 996f545fbb0d")),
        (Architecture.Arm, BufferAlias.LinearMap, Stays(Drm)),
        (Architecture.Riscv64, BufferAlias.LinearMap, Stays("arch/riscv/mm/init.c:create_linear_mapping_page_table")),
        (
            Architecture.Loongarch64,
            BufferAlias.LinearMap,
            Stays($"arch/loongarch/include/asm/addrspace.h:CACHE_BASE; {Drm}")
        ),
        (Architecture.Ppc64, BufferAlias.LinearMap, Stays(Drm)),
    ];

    private static readonly Reason Declared = new(
        "the file says that the kernel's cacheable linear map has the page too"
    );
    private static readonly Reason DeclaredNone = new("the file says that nobody else maps the page");

    /// <summary>The path with the alias that the page has besides the program's own mapping.</summary>
    public static BufferPath In(Host host, Topology.Buffer buffer, ImmutableArray<MapKind> ranges, BufferPath path)
    {
        // A cached mapping is one already, and what the host maps uncached it maps nowhere else.
        if (path.Access.All(IsCached) || (ranges is [MapKind.Uncached] && buffer.Alias is null))
        {
            return path;
        }

        var (alias, why) =
            buffer.Alias is { } said ? (said, said == BufferAlias.None ? DeclaredNone : Declared)
            : Rows.Where(row => row.Architecture == host.Architecture)
                .Select(row => (row.Alias, row.Why))
                .FirstOrDefault()
                is { Why: { } reason } row
                ? (row.Alias, reason)
            : (BufferAlias.None, null);
        return path with
        {
            HasAlias = alias == BufferAlias.LinearMap,
            Chain = why is null ? path.Chain : path.Chain.Add(why),
        };
    }

    private static bool IsCached(AccessClass access) => access is AccessClass.WriteBack or AccessClass.WriteThrough;

    private static Reason Stays(string source) =>
        new(
            "the kernel's linear map keeps the page cacheable beside this mapping: any CPU may prefetch the line "
                + "through it (no-map memory has no such alias: alias none)",
            source
        );
}
