using TopologyLang.Simulation.Hardware;

namespace TopologyLang.Simulation.Tests.Hardware;

/// <summary>Arm ARM DDI 0487, D8.6.5 and D8.6.6.</summary>
public class ArmMemoryTypeTests
{
    /// <summary>Columns: stage 2 with 1111, 0101 and 0001 without FWB; 0110, 0101 and 0111 with it.</summary>
    [Theory]
    [InlineData(ArmType.WriteBack, "WriteBack NormalNc Device WriteBack NormalNc WriteBack")]
    [InlineData(ArmType.WriteThrough, "WriteThrough NormalNc Device WriteBack NormalNc WriteThrough")]
    [InlineData(ArmType.NormalNc, "NormalNc NormalNc Device WriteBack NormalNc NormalNc")]
    [InlineData(ArmType.Device, "Device Device Device WriteBack Device Device")]
    public void Stage_1_and_stage_2(ArmType stageOne, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                " ",
                new[]
                {
                    ArmStageTwo.WriteBack,
                    ArmStageTwo.NormalNc,
                    ArmStageTwo.Device,
                    ArmStageTwo.ForcedWriteBack,
                    ArmStageTwo.ForcedNormalNc,
                    ArmStageTwo.FromStageOne,
                }.Select(stageTwo => ArmMemoryType.Combine(stageOne, stageTwo))
            )
        );
}
