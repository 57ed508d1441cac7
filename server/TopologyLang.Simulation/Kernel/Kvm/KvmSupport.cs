using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Kvm;

/// <summary>Whether the host's kernel has KVM at all.</summary>
public static class KvmSupport
{
    private sealed record Row(Architecture Architecture, KernelVersion? Since, string Text, string Source);

    /// <summary>The architectures on which not every known kernel has it; no version: none has.</summary>
    private static readonly ImmutableArray<Row> Rows =
    [
        new(
            Architecture.Arm,
            null,
            "Linux has no KVM for 32-bit Arm hosts: it was removed in 5.7",
            "arch/arm/kvm (removed in 5.7)"
        ),
        new(Architecture.Riscv64, new(5, 16), "KVM of RISC-V came with 5.16", "arch/riscv/kvm/main.c"),
        new(Architecture.Loongarch64, new(6, 7), "KVM of LoongArch came with 6.7", "arch/loongarch/kvm/main.c"),
    ];

    /// <summary>Why the host can have no guest; null where it can.</summary>
    public static Reason? Missing(Host host) =>
        Rows.FirstOrDefault(row => row.Architecture == host.Architecture) is { } row && !(host.Kernel >= row.Since)
            ? new Reason($"host {host.Name} can run no guest on Linux {host.Kernel}: {row.Text}", row.Source)
            : null;
}
