using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>
/// A device that is bound to a process (api = sva) walks the page tables with which the program's CPUs reach its
/// buffers. On Arm those give each request its type; on x86 they say nothing to the IOMMU.
/// </summary>
internal static class ProcessTypes
{
    private const string Source = "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3-sva.c:arm_smmu_make_sva_cd (MAIR_EL1)";

    /// <summary>
    /// The device as its requests for each of the buffers find it; once for all of them (null) where the buffer does
    /// not matter.
    /// </summary>
    public static ImmutableArray<(string? Buffer, DeviceState State)> In(
        TopologyIndex index,
        Program program,
        DeviceState state
    )
    {
        if (
            state is not { Domain: { } domain, Translation: Translation.Arm table }
            || index.Domain(domain).Api != DomainApi.Sva
        )
        {
            return [(null, state)];
        }

        ImmutableArray<(string? Buffer, DeviceState State)> reached =
        [
            .. BuffersOf(program, state).Select(buffer => ((string?)buffer.Name, Through(state, table, buffer))),
        ];
        return reached.IsEmpty ? [(null, state)] : reached;
    }

    private static DeviceState Through(DeviceState state, Translation.Arm table, Topology.Buffer buffer)
    {
        var cached = buffer.Type == MemoryType.Wb;
        return state with
        {
            Translation = table with { Cached = cached },
            Chain = state.Chain.Add(
                new Reason(
                    $"the process maps {buffer.Name} {(cached ? "write-back" : "other than write-back")}, and so does "
                        + $"{state.Name} reach it",
                    Source
                )
            ),
        };
    }

    private static ImmutableArray<Topology.Buffer> BuffersOf(Program program, DeviceState state) =>
        [.. program.Buffers.Where(b => program.Steps.Any(s => s.Device == state.Name && s.Buffer == b.Name))];
}
