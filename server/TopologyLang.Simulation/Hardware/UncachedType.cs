using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Hardware;

/// <summary>Mapping types of other architectures whose accesses bypass the caches without a look at them.</summary>
public static class UncachedType
{
    /// <summary>Null for a type that is cached, that the architecture does not have, or whose effect is not known here.</summary>
    public static Reason? Find(Architecture architecture, MemoryType type) => (architecture, type) switch
    {
        (Architecture.Riscv64, MemoryType.NormalNc or MemoryType.Wc) => new Reason(
            "a mapping of type NC (Svpbmt) bypasses the caches", "RISC-V privileged architecture, Svpbmt"),
        (Architecture.Riscv64, MemoryType.Device or MemoryType.Uc) => new Reason(
            "a mapping of type IO (Svpbmt) bypasses the caches", "RISC-V privileged architecture, Svpbmt"),
        (Architecture.Loongarch64, MemoryType.Wc) => new Reason(
            "a weakly ordered uncached mapping (WUC) bypasses the caches", "include/drm/drm_cache.h:drm_arch_can_wc_memory"),
        _ => null,
    };
}
