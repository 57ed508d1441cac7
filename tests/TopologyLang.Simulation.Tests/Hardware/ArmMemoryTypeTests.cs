using TopologyLang.Simulation.Hardware;

namespace TopologyLang.Simulation.Tests.Hardware;

/// <summary>Arm ARM DDI 0487, D8.6.5 and D8.6.6.</summary>
public class ArmMemoryTypeTests
{
    [Theory]
    [InlineData(ArmType.WriteBack, ArmStageTwo.WriteBack, ArmType.WriteBack)]
    [InlineData(ArmType.WriteThrough, ArmStageTwo.WriteBack, ArmType.WriteThrough)]
    [InlineData(ArmType.NormalNc, ArmStageTwo.WriteBack, ArmType.NormalNc)]
    [InlineData(ArmType.Device, ArmStageTwo.WriteBack, ArmType.Device)]
    [InlineData(ArmType.WriteBack, ArmStageTwo.ForcedWriteBack, ArmType.WriteBack)]
    [InlineData(ArmType.WriteThrough, ArmStageTwo.ForcedWriteBack, ArmType.WriteBack)]
    [InlineData(ArmType.NormalNc, ArmStageTwo.ForcedWriteBack, ArmType.WriteBack)]
    [InlineData(ArmType.Device, ArmStageTwo.ForcedWriteBack, ArmType.WriteBack)]
    [InlineData(ArmType.WriteBack, ArmStageTwo.ForcedNormalNc, ArmType.NormalNc)]
    [InlineData(ArmType.WriteThrough, ArmStageTwo.ForcedNormalNc, ArmType.NormalNc)]
    [InlineData(ArmType.Device, ArmStageTwo.ForcedNormalNc, ArmType.Device)]
    [InlineData(ArmType.WriteThrough, ArmStageTwo.FromStageOne, ArmType.WriteThrough)]
    [InlineData(ArmType.NormalNc, ArmStageTwo.FromStageOne, ArmType.NormalNc)]
    [InlineData(ArmType.WriteBack, ArmStageTwo.NormalNc, ArmType.NormalNc)]
    [InlineData(ArmType.WriteBack, ArmStageTwo.Device, ArmType.Device)]
    public void Stage_1_and_stage_2(ArmType stageOne, ArmStageTwo stageTwo, ArmType expected) =>
        Assert.Equal(expected, ArmMemoryType.Combine(stageOne, stageTwo));

    [Fact]
    public void Every_pair_has_an_answer() => Assert.All(
        Enum.GetValues<ArmStageTwo>(),
        two => Assert.All(Enum.GetValues<ArmType>(), one => Assert.True(Enum.IsDefined(ArmMemoryType.Combine(one, two)))));
}
