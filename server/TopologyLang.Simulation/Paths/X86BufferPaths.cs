using System.Collections.Immutable;
using TopologyLang.Simulation.Hardware;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;
using Buffer = TopologyLang.Simulation.Topology.Buffer;

namespace TopologyLang.Simulation.Paths;

/// <summary>
/// What a program's accesses to its buffers really are (x86): PAT, and in a guest EPT or nested paging.
/// </summary>
internal static class X86BufferPaths
{
    /// <param name="guest">The guest that runs the program; null for a host's own.</param>
    public static BufferPath Of(Host host, GuestState? guest, Buffer buffer)
    {
        var pat = ToPat(buffer.Type);
        ImmutableArray<Reason> declared = buffer.Type is MemoryType.NormalNc or MemoryType.Device
            ? [new Reason($"{buffer.Name} is mapped {Name(buffer.Type)}, a type of Arm: it is taken as uc on x86")]
            : [new Reason($"the program maps {buffer.Name} {Name(buffer.Type)}")];
        var types = guest is null ? [Native(host, pat)] : InGuest(host, guest, pat);
        ImmutableArray<AccessClass> classes = [.. types.Select(t => ToAccess(t.Type, host)).Distinct()];
        ImmutableArray<Reason> chain =
        [
            .. declared,
            .. guest?.PatChain ?? [],
            .. types.Select(t => t.Reason),
            .. types.SelectMany(t => Checks(t.Type, host)).Distinct(),
        ];
        return new BufferPath(buffer.Name, classes, guest is not null, chain)
        {
            Ordering = Ordering([.. types.Select(t => t.Type)]),
        };
    }

    private static (EffectiveType Type, Reason Reason) Native(Host host, PatType pat)
    {
        var type = host.HasSvm ? AmdMemoryType.Native(pat, PatType.Wb) : IntelMemoryType.Of(PatType.Wb, pat);
        return (
            type,
            new Reason(
                $"the CPU's accesses are {Name(type)}",
                host.HasSvm ? AmdMemoryType.NativeSource : IntelMemoryType.Source
            )
        );
    }

    /// <summary>Both treatments of the guest's PAT where pages may keep an old one.</summary>
    private static ImmutableArray<(EffectiveType Type, Reason Reason)> InGuest(Host host, GuestState guest, PatType pat)
    {
        if (host.HasSvm)
        {
            var nested = AmdMemoryType.Nested(pat, PatType.Wb, PatType.Wb);
            return
            [
                (
                    nested,
                    new Reason(
                        $"under nested paging the guest's accesses are {Name(nested)}",
                        AmdMemoryType.NestedSource
                    )
                ),
            ];
        }

        var honoured = guest.GuestPatHonoured == true;
        return guest.PageTypesMayBeOld
            ? [UnderEpt(honoured, pat), UnderEpt(!honoured, pat)]
            : [UnderEpt(honoured, pat)];
    }

    private static (EffectiveType Type, Reason Reason) UnderEpt(bool patHonoured, PatType pat)
    {
        var type = IntelMemoryType.UnderEpt(PatType.Wb, !patHonoured, pat);
        return (
            type,
            new Reason(
                $"with an EPT entry of WB {(patHonoured ? "without" : "with")} IPAT the guest's accesses are "
                    + $"{Name(type)}",
                IntelMemoryType.EptSource
            )
        );
    }

    /// <summary>
    /// Intel SDM vol. 3, 11.3: write-combining memory is weakly ordered, strong uncacheable memory is not reordered.
    /// </summary>
    private static AccessOrdering Ordering(ImmutableArray<EffectiveType> types) =>
        types.Any(type => type is EffectiveType.WriteCombining or EffectiveType.WriteCombiningPlus)
            ? AccessOrdering.Combining
        : types.All(type => type is EffectiveType.Uncached or EffectiveType.UncachedChecked) ? AccessOrdering.Device
        : AccessOrdering.Ordinary;

    private static AccessClass ToAccess(EffectiveType type, Host host) =>
        type switch
        {
            EffectiveType.WriteBack => AccessClass.WriteBack,
            EffectiveType.WriteThrough => AccessClass.WriteThrough,
            EffectiveType.WriteProtected => throw new ArgumentException(
                "no mapping type of a program leads to WP",
                nameof(type)
            ),
            EffectiveType.WriteCombining when Combines(host.Profile) => AccessClass.WriteCombining,
            _ => host.UncachedChecks ? AccessClass.UncachedChecked : AccessClass.UncachedUnchecked,
        };

    /// <summary>The profile says something about write-combining accesses of their own.</summary>
    private static bool Combines(CoherenceProfile profile) =>
        profile.Checks is not null || profile.Buffers == CombiningBuffers.Kept;

    private static ImmutableArray<Reason> Checks(EffectiveType type, Host host) =>
        type switch
        {
            EffectiveType.WriteBack or EffectiveType.WriteThrough => [],
            EffectiveType.WriteCombining when Combines(host.Profile) =>
            [
                new Reason(
                    $"write-combining accesses are taken as the host's profile says ({host.Profile.Name})",
                    "Intel SDM vol. 3, 11.3.1 and 11.12.4"
                ),
            ],
            _ when !host.UncachedChecks =>
            [
                new Reason("uncached accesses are taken not to look into the caches (uncached_checks = no)"),
            ],
            EffectiveType.WriteCombining =>
            [
                new Reason(
                    "uncached accesses are taken to look into the caches, as Linux assumes on x86; by the manuals "
                        + "those of WC may do without",
                    "include/drm/drm_cache.h:drm_arch_can_wc_memory; Intel SDM vol. 3, 11.12.4",
                    null,
                    true
                ),
            ],
            _ =>
            [
                new Reason(
                    "the CPU checks the caches on such an uncached access",
                    $"{IntelMemoryType.Source}; {AmdMemoryType.NestedSource}"
                ),
            ],
        };

    private static PatType ToPat(MemoryType type) =>
        type switch
        {
            MemoryType.Wb => PatType.Wb,
            MemoryType.Wt => PatType.Wt,
            MemoryType.Wc => PatType.Wc,
            _ => PatType.Uc,
        };

    private static string Name(MemoryType type) =>
        type switch
        {
            MemoryType.NormalNc => "normal_nc",
            MemoryType.Device => "device",
            MemoryType.Wb => "wb",
            MemoryType.Wt => "wt",
            MemoryType.Wc => "wc",
            _ => "uc",
        };

    private static string Name(EffectiveType type) =>
        type switch
        {
            EffectiveType.WriteBack => "write-back",
            EffectiveType.WriteThrough => "write-through",
            EffectiveType.WriteCombining => "write-combining",
            EffectiveType.WriteCombiningPlus => "write-combining with a probe of the caches (WC+)",
            EffectiveType.UncachedChecked => "uncached with a check of the caches",
            EffectiveType.WriteProtected => "write-protected",
            _ => "uncached",
        };
}
