using TopologyLang.Simulation.Hardware;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Hardware;

public class SnoopTests
{
    /// <summary>The rows of the VT-d table; "rc" is up to the root complex, "fault" a reserved bit.</summary>
    [Theory]
    [InlineData(false, VtdMode.SecondStage, false, true, false, false, "yes")]
    [InlineData(false, VtdMode.PassThrough, true, false, false, false, "yes")]
    [InlineData(true, VtdMode.PassThrough, false, true, false, false, "rc")]
    [InlineData(true, VtdMode.SecondStage, false, false, false, false, "rc")]
    [InlineData(true, VtdMode.SecondStage, false, true, false, false, "rc")]
    [InlineData(true, VtdMode.SecondStage, false, true, true, false, "forced")]
    [InlineData(true, VtdMode.SecondStage, false, false, true, false, "fault")]
    [InlineData(false, VtdMode.SecondStage, false, false, true, false, "fault")]
    [InlineData(true, VtdMode.FirstStage, true, true, false, true, "forced")]
    [InlineData(true, VtdMode.SecondStage, true, true, false, true, "forced")]
    [InlineData(true, VtdMode.Nested, true, true, false, true, "forced")]
    [InlineData(true, VtdMode.FirstStage, true, true, false, false, "rc")]
    [InlineData(true, VtdMode.FirstStage, true, false, false, false, "rc")]
    [InlineData(true, VtdMode.SecondStage, true, true, true, false, "forced")]
    [InlineData(true, VtdMode.SecondStage, true, true, false, false, "rc")]
    [InlineData(true, VtdMode.Nested, true, true, true, false, "forced")]
    [InlineData(true, VtdMode.Nested, true, true, false, false, "rc")]
    [InlineData(true, VtdMode.PassThrough, true, true, false, false, "rc")]
    [InlineData(true, VtdMode.FirstStage, true, false, false, true, "fault")]
    [InlineData(false, VtdMode.SecondStage, true, false, false, true, "fault")]
    public void Vt_d(bool noSnoop, VtdMode mode, bool scalable, bool sc, bool snp, bool pgsnp, string expected)
    {
        var answer = VtdSnoop.Of(new VtdRequest(noSnoop, mode, scalable, sc, snp, pgsnp), NoSnoopRouting.Honour);

        var said =
            answer.ReservedBit ? "fault"
            : answer.Forced ? "forced"
            : noSnoop ? "rc"
            : "yes";
        Assert.Equal(expected, said);
        Assert.Equal(
            !noSnoop || answer.Forced ? Snoop.Yes
                : answer.ReservedBit ? Snoop.Either
                : Snoop.No,
            answer.Snoop
        );
        Assert.NotEmpty(answer.Source);
    }

    [Theory]
    [InlineData(VtdMode.FirstStage)]
    [InlineData(VtdMode.Nested)]
    public void Vt_d_has_no_such_state_in_legacy_mode(VtdMode mode) =>
        Assert.Throws<ArgumentException>(() =>
            VtdSnoop.Of(new VtdRequest(true, mode, false, true, false, false), NoSnoopRouting.Honour)
        );

    [Theory]
    [InlineData(false, AmdMode.V2, false, "yes")]
    [InlineData(true, AmdMode.V1, true, "forced")]
    [InlineData(true, AmdMode.V1, false, "rc")]
    [InlineData(true, AmdMode.Identity, false, "rc")]
    [InlineData(true, AmdMode.Identity, true, "forced")]
    [InlineData(true, AmdMode.V2, false, "rc")]
    public void Amd_vi(bool noSnoop, AmdMode mode, bool fc, string expected)
    {
        var answer = AmdSnoop.Of(new AmdRequest(noSnoop, mode, fc), NoSnoopRouting.Honour);

        Assert.Equal(
            expected,
            answer.Forced ? "forced"
                : noSnoop ? "rc"
                : "yes"
        );
        Assert.Equal(expected == "rc" ? Snoop.No : Snoop.Yes, answer.Snoop);
    }

    [Theory]
    [InlineData(NoSnoopRouting.Honour, true, Snoop.No)]
    [InlineData(NoSnoopRouting.Ignore, true, Snoop.Yes)]
    [InlineData(NoSnoopRouting.Either, true, Snoop.Either)]
    [InlineData(NoSnoopRouting.Honour, false, Snoop.Yes)]
    [InlineData(NoSnoopRouting.Either, false, Snoop.Yes)]
    public void A_root_complex_may_follow_the_attribute_or_not(NoSnoopRouting routing, bool noSnoop, Snoop expected)
    {
        Assert.Equal(expected, RootComplex.Of(routing, noSnoop).Snoop);
        Assert.Equal(expected, AmdSnoop.Of(new AmdRequest(noSnoop, AmdMode.V2, false), routing).Snoop);
        Assert.Equal(
            expected,
            VtdSnoop.Of(new VtdRequest(noSnoop, VtdMode.SecondStage, false, false, false, false), routing).Snoop
        );
    }

    [Fact]
    public void Every_row_of_the_tables_can_be_reached()
    {
        bool[] both = [false, true];
        var vtd =
            from noSnoop in both
            from mode in Enum.GetValues<VtdMode>()
            from scalable in both
            from sc in both
            from snp in both
            from pgsnp in both
            let request = new VtdRequest(noSnoop, mode, scalable, sc, snp, pgsnp)
            select VtdSnoop.Rows.FirstOrDefault(r => r.Matches(request));
        var amd =
            from noSnoop in both
            from mode in Enum.GetValues<AmdMode>()
            from fc in both
            select AmdSnoop.Rows.First(r => r.Matches(new AmdRequest(noSnoop, mode, fc)));

        Assert.Equal(VtdSnoop.Rows.Length, vtd.Where(r => r is not null).Distinct().Count());
        Assert.Equal(AmdSnoop.Rows.Length, amd.Distinct().Count());
    }
}
