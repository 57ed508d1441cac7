using System.Collections.Frozen;
using static TopologyLang.Simulation.Hardware.ArmType;

namespace TopologyLang.Simulation.Hardware;

/// <summary>
/// Arm: stage 1 and stage 2 together. Source: Arm ARM DDI 0487, D8.6.5 and D8.6.6 (Tables D8-100 and D8-101).
/// </summary>
public static class ArmMemoryType
{
    public const string CombinedSource = "Arm ARM DDI 0487, D8.6.5 (stage 1 and stage 2 attributes combined)";
    public const string FwbSource = "Arm ARM DDI 0487, D8.6.6 (FEAT_S2FWB), Table D8-100";

    /// <summary>Columns: stage 1, in the order of <see cref="ArmType"/>: WB, WT, NC, Device.</summary>
    private static readonly FrozenDictionary<ArmStageTwo, ArmType[]> Combined = new Dictionary<ArmStageTwo, ArmType[]>
    {
        [ArmStageTwo.WriteBack] = [WriteBack, WriteThrough, NormalNc, Device],
        [ArmStageTwo.NormalNc] = [NormalNc, NormalNc, NormalNc, Device],
        [ArmStageTwo.Device] = [Device, Device, Device, Device],
        [ArmStageTwo.ForcedWriteBack] = [WriteBack, WriteBack, WriteBack, WriteBack],
        [ArmStageTwo.ForcedNormalNc] = [NormalNc, NormalNc, NormalNc, Device],
        [ArmStageTwo.FromStageOne] = [WriteBack, WriteThrough, NormalNc, Device],
    }.ToFrozenDictionary();

    public static ArmType Combine(ArmType stageOne, ArmStageTwo stageTwo) => Combined[stageTwo][(int)stageOne];
}
