using TopologyLang.Simulation.Hardware;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Hardware;

public class TranslatedSnoopTests
{
    private const NoSnoopRouting Honour = NoSnoopRouting.Honour;

    /// <summary>Of a device with ATS, which may send translated requests and others.</summary>
    [Theory]
    [InlineData(IommuModel.AmdVi, true, true, Snoop.Yes, Honour, Snoop.Yes)]
    [InlineData(IommuModel.AmdVi, true, false, Snoop.No, Honour, Snoop.No)]
    [InlineData(IommuModel.IntelVtd, true, true, Snoop.Yes, Honour, Snoop.Either)]
    [InlineData(IommuModel.IntelVtd, true, true, Snoop.Yes, NoSnoopRouting.Either, Snoop.Either)]
    [InlineData(IommuModel.IntelVtd, true, true, Snoop.Yes, NoSnoopRouting.Ignore, Snoop.Yes)]
    [InlineData(IommuModel.IntelVtd, true, false, Snoop.No, Honour, Snoop.No)]
    [InlineData(IommuModel.IntelVtd, false, false, Snoop.Yes, Honour, Snoop.Yes)]
    [InlineData(IommuModel.ArmSmmuV3, true, true, Snoop.Yes, Honour, Snoop.Yes)]
    [InlineData(IommuModel.ArmSmmuV3, true, false, Snoop.No, Honour, Snoop.No)]
    [InlineData(IommuModel.ArmSmmuV3, true, false, Snoop.No, NoSnoopRouting.Ignore, Snoop.Either)]
    [InlineData(IommuModel.ArmSmmuV3, true, false, Snoop.No, NoSnoopRouting.Either, Snoop.Either)]
    [InlineData(IommuModel.ArmSmmuV3, false, false, Snoop.Yes, Honour, Snoop.Yes)]
    [InlineData(IommuModel.ArmSmmuV3, false, false, Snoop.No, Honour, Snoop.Either)]
    public void Both_kinds_together(
        IommuModel model,
        bool noSnoop,
        bool forced,
        Snoop untranslated,
        NoSnoopRouting routing,
        Snoop expected
    )
    {
        var answer = TranslatedSnoop.With(
            new SnoopAnswer(untranslated, forced, "The page table.", "its source"),
            new TranslatedRequest(model, noSnoop, true, forced, untranslated, routing)
        );

        Assert.Equal((expected, forced && expected == Snoop.Yes), (answer.Snoop, answer.Forced));
        Assert.StartsWith("The page table.; ", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_coherent_path_nothing_snoops() =>
        Assert.Equal(
            Snoop.No,
            TranslatedSnoop
                .With(
                    new SnoopAnswer(Snoop.No, false, "No path.", "its source"),
                    new TranslatedRequest(IommuModel.ArmSmmuV3, false, false, false, Snoop.No, Honour)
                )
                .Snoop
        );

    /// <summary>What is not known, or merely taken to be so, says so.</summary>
    [Fact]
    public void An_unknown_answer_is_marked() =>
        Assert.All(TranslatedSnoop.Rows.Where(row => row.Snoop == Snoop.Either), row => Assert.True(row.Uncertain));
}
