namespace TopologyLang.Simulation.Kernel.State;

public enum PageTableFormat
{
    VtdFirstStage,
    VtdSecondStage,

    /// <summary>A guest's first stage over a second stage of the host.</summary>
    VtdNested,
    AmdV1,
    AmdV2,

    /// <summary>Arm's stage 1: the entry's memory type replaces that of the request.</summary>
    ArmStageOne,

    /// <summary>Arm's stage 2: the entry's memory type is combined with that of the request.</summary>
    ArmStageTwo,

    /// <summary>Arm's stage 2 with S2FWB: a cached entry makes every request write-back.</summary>
    ArmStageTwoForced,

    /// <summary>The entries say nothing about memory types or snooping.</summary>
    Other,
}
