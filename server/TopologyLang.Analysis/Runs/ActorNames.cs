using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Runs;

/// <summary>Who does a step: short, as a cell of a table.</summary>
internal static class ActorNames
{
    public static string Of(RunStep step) =>
        step.Actor switch
        {
            RunActor.Cpu => $"cpu {step.Number}",
            RunActor.AllCpus => "cpu all",
            RunActor.HypervisorCpu => $"host cpu {step.Number}",
            RunActor.Cache => $"cache {step.Number}",
            RunActor.SharedCache => "shared cache",
            RunActor.Device => step.Device ?? "device",
            _ => "kernel",
        };

    public static string Of(CpuSelector cpu) =>
        cpu.Scope == CpuScope.Hypervisor ? $"host cpu {cpu.Number}" : $"cpu {cpu.Number}";
}
