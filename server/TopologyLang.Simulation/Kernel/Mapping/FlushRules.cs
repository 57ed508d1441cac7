using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Mapping;

/// <summary>
/// The policy <c>vfio_flush</c>: which ranges VFIO and iommufd flush from the CPU caches before they map them and
/// before they give them back. Posted in May 2024, in no released kernel; its flush is x86's.
/// </summary>
internal static class FlushRules
{
    public const string Source =
        "\"Enforce CPU cache flush for non-coherent device assignment\" (posted in May 2024, not merged)";

    private sealed record Row(MapKind Kind, bool Flushed, string Text);

    private static readonly ImmutableArray<Row> Table =
    [
        new(MapKind.Cached, true, "pages of ordinary memory, the zero page among them, are flushed line by line"),
        new(
            MapKind.Uncached,
            false,
            "reserved memory that PAT has as uncached or write-combining is skipped: no cache can hold it"
        ),
        new(MapKind.Mmio, false, "what is no memory and is mapped uncached is skipped: no cache can hold it"),
    ];

    /// <summary>
    /// The policy is on, and a page table of the domain does not enforce, as far as the kernel believes.
    /// </summary>
    public static bool Apply(KernelState state, Host host, string domain) =>
        host is { VfioFlush: true, Architecture: Architecture.X86_64 }
        && state.Index.Domain(domain).IsOfUser
        && state.TablesOf(domain).Any(table => !table.Enforced);

    /// <summary>What happens to each kind of range when the domain is mapped or unmapped.</summary>
    public static ImmutableArray<Reason> Of(KernelState state, string name)
    {
        var domain = state.Index.Domain(name);
        return Apply(state, state.Index.Host(domain.Host), name)
            ? OfKinds(domain)
            :
            [
                new Reason(
                    state.Index.Host(domain.Host).VfioFlush
                        ? $"vfio_flush: nothing is flushed for {name}, as every page table of it enforces or it is "
                            + "none of VFIO's; what was mapped while one did not is flushed when it is unmapped"
                        : "no released kernel flushes CPU caches for that",
                    Source
                ),
            ];
    }

    /// <summary>
    /// A page table that does not enforce comes to a domain of which all did: what is mapped already is flushed first.
    /// </summary>
    public static ImmutableArray<Reason> OfAttach(KernelState before, KernelState after, Domain domain)
    {
        var host = after.Index.Host(domain.Host);
        return
            before.TablesOf(domain.Name).IsEmpty || Apply(before, host, domain.Name) || !Apply(after, host, domain.Name)
            ? []
            :
            [
                new Reason(
                    "vfio_flush: what is mapped already is flushed before it is mapped into the new page table",
                    Source
                ),
                .. OfKinds(domain),
            ];
    }

    private static ImmutableArray<Reason> OfKinds(Domain domain)
    {
        var kinds = domain.Map.IsEmpty ? [MapKind.Cached] : domain.Map;
        return
        [
            .. Table
                .Where(row => kinds.Contains(row.Kind))
                .Select(row => new Reason($"vfio_flush: {row.Text}", Source)),
        ];
    }

    /// <summary>Pages of this kind are flushed where the policy applies.</summary>
    public static bool Flushes(MapKind kind) => Table.First(row => row.Kind == kind).Flushed;
}
