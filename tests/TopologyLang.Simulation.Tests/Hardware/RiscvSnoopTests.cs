using TopologyLang.Simulation.Hardware;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Hardware;

/// <summary>
/// RISC-V IOMMU Architecture Specification, "Placement and data flow"; Devicetree Specification 2.3.10.
/// </summary>
public class RiscvSnoopTests
{
    [Theory]
    [InlineData(true, true, false, Snoop.Yes)]
    [InlineData(true, true, true, Snoop.Yes)]
    [InlineData(true, false, false, Snoop.No)]
    [InlineData(true, false, true, Snoop.No)]
    [InlineData(false, true, true, Snoop.No)]
    public void An_ordinary_request(bool path, bool coherent, bool iommu, Snoop expected) =>
        Assert.Equal(
            expected,
            RiscvSnoop.Of(new RiscvRequest(false, path, coherent, iommu), NoSnoopRouting.Honour).Snoop
        );

    /// <summary>No bit of a RISC-V IOMMU makes it snoop.</summary>
    [Theory]
    [InlineData(true, NoSnoopRouting.Honour, Snoop.No)]
    [InlineData(true, NoSnoopRouting.Ignore, Snoop.Yes)]
    [InlineData(true, NoSnoopRouting.Either, Snoop.Either)]
    [InlineData(false, NoSnoopRouting.Ignore, Snoop.No)]
    public void A_request_with_no_snoop(bool coherent, NoSnoopRouting routing, Snoop expected)
    {
        var answer = RiscvSnoop.Of(new RiscvRequest(true, true, coherent, true), routing);

        Assert.Equal(expected, answer.Snoop);
        Assert.False(answer.Forced);
    }
}
