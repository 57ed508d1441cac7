using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>
/// A device that is bound to a process (api = sva) walks the page tables with which the program's CPUs reach its buffers. On Arm those give
/// each request its type; on x86 they say nothing to the IOMMU.
/// </summary>
internal static class ProcessTypes
{
    private const string Source = "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3-sva.c:arm_smmu_make_sva_cd (MAIR_EL1)";

    public static DeviceState In(TopologyIndex index, Program program, DeviceState state)
    {
        if (!GivesTypes(index, state) || state.Translation is not Translation.Arm table || BuffersOf(program, state) is not [var first, ..])
        {
            return state;
        }

        var cached = first.Type == MemoryType.Wb;
        return state with
        {
            Translation = table with { Cached = cached },
            Chain = state.Chain.Add(new Reason(
                $"the process maps {first.Name} {(cached ? "write-back" : "other than write-back")}, and so does {state.Name} reach it",
                Source)),
        };
    }

    /// <summary>Why it is not known; null where it is.</summary>
    public static Reason? NotSimulated(TopologyIndex index, Program program, DeviceState state) =>
        GivesTypes(index, state) && BuffersOf(program, state).Select(b => b.Type == MemoryType.Wb).Distinct().Count() > 1
            ? new Reason($"{program.Name}: {state.Name} reaches buffers of different types, and one answer is given for all requests of a "
                + "device; write a program for each type", Source)
            : null;

    private static bool GivesTypes(TopologyIndex index, DeviceState state) =>
        state is { Domain: { } domain, Translation: Translation.Arm } && index.Domain(domain).Api == DomainApi.Sva;

    private static ImmutableArray<Topology.Buffer> BuffersOf(Program program, DeviceState state) =>
        [.. program.Buffers.Where(b => program.Steps.Any(s => s.Device == state.Name && s.Buffer == b.Name))];
}
