using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>
/// A guest takes its wbinvd for one that empties every cache which the vCPU has filled. KVM executes it on the physical
/// CPUs of the vCPU's dirty mask and on the current one: the mask is emptied by each wbinvd and gains a CPU only when
/// the vCPU is loaded there.
/// </summary>
internal static class WbinvdMaskBelief
{
    /// <summary>The pattern: wbinvd, a write on the CPU where the vCPU stays, a move, and the next wbinvd.</summary>
    public static BeliefMismatch? Of(KernelState state, Program program)
    {
        if (
            program is not { Guest: { } guest, BuiltIn: false, Devices: [var device, ..] }
            || !Misses(program)
            || state.GuestOf(guest) is not { Wbinvd: WbinvdMode.Emulated, Unknown: null } kvm
            || state.Index.MachineOf(state.Index.Host(state.Index.Guest(guest).Host)).Cpus < 2
        )
        {
            return null;
        }

        return new BeliefMismatch(
            device,
            state.Devices[device].Domain,
            guest,
            $"the guest's program {program.Name} takes its wbinvd for one that empties every cache it has filled",
            "KVM's mask does not hold the physical CPU on which the vCPU stayed after its last wbinvd: what it wrote "
                + "there stays in that cache",
            kvm.WbinvdChain
        )
        {
            Function = "arch/x86/kvm/x86.c:kvm_emulate_wbinvd_noskip, kvm_arch_vcpu_load",
            Versions = BeliefMismatch.EveryVersion,
        };
    }

    private static bool Misses(Program program) =>
        program
            .Steps.Where(step => step.Cpu.Scope == CpuScope.Own)
            .GroupBy(step => step.Cpu.Number)
            .Any(own => MissesBy([.. own.Select(step => step.Kind)]));

    private static bool MissesBy(ImmutableArray<StepKind> steps)
    {
        var stage = 0;
        foreach (var kind in steps)
        {
            stage = (stage, kind) switch
            {
                (3, StepKind.Wbinvd or StepKind.Wbnoinvd) => 4,
                (not 4, StepKind.Wbinvd or StepKind.Wbnoinvd) => 1,
                (1, StepKind.Write) => 2,
                (2, StepKind.Move) => 3,
                _ => stage,
            };
        }

        return stage == 4;
    }
}
