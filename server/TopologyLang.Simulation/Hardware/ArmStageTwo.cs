namespace TopologyLang.Simulation.Hardware;

/// <summary>
/// What a stage-2 entry says about memory. Source: Arm ARM DDI 0487, D8.6.5 (FWB = 0) and D8.6.6 (FWB = 1).
/// </summary>
public enum ArmStageTwo
{
    /// <summary>MemAttr 1111 without FWB: the first stage has its way. KVM's choice for memory.</summary>
    WriteBack,

    /// <summary>MemAttr 0101 without FWB.</summary>
    NormalNc,

    /// <summary>MemAttr 0001, with or without FWB.</summary>
    Device,

    /// <summary>MemAttr 0110 with FWB: write-back, whatever the first stage says. KVM's choice for memory.</summary>
    ForcedWriteBack,

    /// <summary>MemAttr 0101 with FWB.</summary>
    ForcedNormalNc,

    /// <summary>MemAttr 0111 with FWB: the first stage has its way.</summary>
    FromStageOne,
}
