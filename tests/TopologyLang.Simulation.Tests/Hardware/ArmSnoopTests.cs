using TopologyLang.Simulation.Hardware;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Hardware;

/// <summary>Arm SMMUv3 specification IHI 0070, chapter 13; IORT memory access flags.</summary>
public class ArmSnoopTests
{
    private static SnoopAnswer Of(
        ArmMapping mapping,
        ArmRequestType type,
        bool path = true,
        bool canwbs = false,
        bool noSnoop = false,
        NoSnoopRouting routing = NoSnoopRouting.Honour
    ) => ArmSnoop.Of(new ArmRequest(noSnoop, path, canwbs, type, mapping), routing);

    /// <summary>What a request becomes on its way, the path being coherent.</summary>
    [Theory]
    [InlineData(ArmMapping.None, ArmRequestType.WriteBack, Snoop.Yes)]
    [InlineData(ArmMapping.None, ArmRequestType.NonCacheable, Snoop.No)]
    [InlineData(ArmMapping.None, ArmRequestType.Unknown, Snoop.Either)]
    [InlineData(ArmMapping.StageOneCached, ArmRequestType.WriteBack, Snoop.Yes)]
    [InlineData(ArmMapping.StageOneCached, ArmRequestType.NonCacheable, Snoop.Yes)]
    [InlineData(ArmMapping.StageOneUncached, ArmRequestType.WriteBack, Snoop.No)]
    [InlineData(ArmMapping.StageOneUncached, ArmRequestType.NonCacheable, Snoop.No)]
    [InlineData(ArmMapping.StageTwoCached, ArmRequestType.WriteBack, Snoop.Yes)]
    [InlineData(ArmMapping.StageTwoCached, ArmRequestType.NonCacheable, Snoop.No)]
    [InlineData(ArmMapping.StageTwoUncached, ArmRequestType.WriteBack, Snoop.No)]
    [InlineData(ArmMapping.StageTwoUncached, ArmRequestType.NonCacheable, Snoop.No)]
    [InlineData(ArmMapping.StageTwoForced, ArmRequestType.NonCacheable, Snoop.Yes)]
    public void An_ordinary_request(ArmMapping mapping, ArmRequestType type, Snoop expected) =>
        Assert.Equal(expected, Of(mapping, type).Snoop);

    [Fact]
    public void Without_a_coherent_path_nothing_helps() =>
        Assert.All(
            Enum.GetValues<ArmMapping>(),
            mapping =>
                Assert.All(
                    [false, true],
                    canwbs =>
                        Assert.Equal(Snoop.No, Of(mapping, ArmRequestType.WriteBack, path: false, canwbs: canwbs).Snoop)
                )
        );

    /// <summary>S2FWB as well: no-snoop is applied after it.</summary>
    [Theory]
    [InlineData(ArmMapping.None, NoSnoopRouting.Honour, Snoop.No)]
    [InlineData(ArmMapping.StageOneCached, NoSnoopRouting.Honour, Snoop.No)]
    [InlineData(ArmMapping.StageTwoForced, NoSnoopRouting.Honour, Snoop.No)]
    [InlineData(ArmMapping.StageOneCached, NoSnoopRouting.Ignore, Snoop.Yes)]
    [InlineData(ArmMapping.StageOneCached, NoSnoopRouting.Either, Snoop.Either)]
    [InlineData(ArmMapping.StageOneUncached, NoSnoopRouting.Ignore, Snoop.No)]
    [InlineData(ArmMapping.StageOneUncached, NoSnoopRouting.Either, Snoop.No)]
    public void A_request_with_no_snoop(ArmMapping mapping, NoSnoopRouting routing, Snoop expected)
    {
        var answer = Of(mapping, ArmRequestType.WriteBack, noSnoop: true, routing: routing);

        Assert.Equal(expected, answer.Snoop);
        Assert.False(answer.Forced);
    }

    [Fact]
    public void Only_canwbs_makes_no_snoop_harmless() =>
        Assert.All(
            Enum.GetValues<ArmMapping>(),
            mapping =>
            {
                var answer = Of(mapping, ArmRequestType.NonCacheable, canwbs: true, noSnoop: true);
                Assert.Equal((Snoop.Yes, true), (answer.Snoop, answer.Forced));
            }
        );

    [Fact]
    public void Every_request_has_an_answer() =>
        Assert.All(
            from path in new[] { false, true }
            from canwbs in new[] { false, true }
            from type in Enum.GetValues<ArmRequestType>()
            from mapping in Enum.GetValues<ArmMapping>()
            select new ArmRequest(false, path, canwbs, type, mapping),
            request => Assert.NotEmpty(ArmSnoop.Of(request, NoSnoopRouting.Honour).Text)
        );
}
