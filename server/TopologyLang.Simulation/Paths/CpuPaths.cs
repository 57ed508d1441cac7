using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>What the cache instructions of a program's CPUs do.</summary>
internal static class CpuPaths
{
    private const string SetWaySource = "arch/arm64/kvm/sys_regs.c:access_dcsw, arch/arm64/kvm/mmu.c:kvm_set_way_flush";

    private static readonly Reason Flushes = new(
        "clflush and its kin are never intercepted: they work in every guest",
        "Intel SDM vol. 3 and AMD64 APM vol. 2: no intercept exists",
        null,
        true
    );

    public static CpuPath OfHost(Host host) =>
        host.Architecture == Architecture.X86_64
            ? new CpuPath(
                WbinvdMode.Native,
                false,
                false,
                false,
                false,
                [new Reason("a host's WBINVD runs on its own CPU")]
            )
            : new CpuPath(
                WbinvdMode.NotApplicable,
                false,
                false,
                false,
                false,
                [new Reason("this architecture has no WBINVD")]
            );

    public static CpuPath OfGuest(Host host, GuestState guest) =>
        host.Architecture switch
        {
            Architecture.X86_64 => OfX86Guest(guest),
            Architecture.Arm64 => OfArmGuest(host),
            _ => new CpuPath(
                WbinvdMode.NotApplicable,
                false,
                false,
                false,
                false,
                [.. guest.WbinvdChain, .. OwnMaintenance(host.Architecture)]
            ),
        };

    /// <summary>What KVM does with a guest's cache maintenance, of which the language has no statement there.</summary>
    private static ImmutableArray<Reason> OwnMaintenance(Architecture architecture) =>
        architecture switch
        {
            Architecture.Riscv64 =>
            [
                new Reason(
                    "a guest that has Zicbom executes cbo.clean, cbo.flush and cbo.inval "
                        + "itself: KVM does not trap them",
                    "arch/riscv/kvm/vcpu.c:henvcfg.CBIE, CBCFE"
                ),
            ],
            Architecture.Loongarch64 =>
            [
                new Reason(
                    "KVM traps the guest's cacop and does nothing",
                    "arch/loongarch/kvm/exit.c:kvm_trap_handle_gspr"
                ),
            ],
            _ => [],
        };

    private static CpuPath OfArmGuest(Host host) =>
        new(
            WbinvdMode.NotApplicable,
            false,
            !host.Fwb,
            host.Fwb,
            true,
            [
                host.Fwb
                    ? new Reason("KVM traps cache maintenance by set/way and, with FWB, does nothing", SetWaySource)
                    : new Reason(
                        "KVM traps cache maintenance by set/way: the first one flushes the guest's whole memory by "
                            + "address",
                        SetWaySource
                    ),
                new Reason(
                    "cache maintenance by address is not trapped; under a stage 2 dc_ivac cleans as well",
                    "Arm ARM DDI 0487, D7.5.9.2"
                ),
            ]
        );

    /// <summary>
    /// Without WBINVD exiting KVM cannot keep the vCPU's dirty mask, so it flushes the CPU that the vCPU leaves.
    /// </summary>
    private static CpuPath OfX86Guest(GuestState guest)
    {
        var flushOnMove = guest is { Wbinvd: WbinvdMode.Native, NeedsWbinvd: true };
        return new CpuPath(
            guest.Wbinvd,
            flushOnMove,
            false,
            false,
            false,
            flushOnMove
                ?
                [
                    .. guest.WbinvdChain,
                    new Reason(
                        "KVM executes WBINVD on the CPU that a vCPU leaves",
                        "arch/x86/kvm/x86.c:kvm_arch_vcpu_load"
                    ),
                    Flushes,
                ]
                : [.. guest.WbinvdChain, Flushes]
        );
    }
}
