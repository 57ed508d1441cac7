namespace TopologyLang.Analysis.Tests;

/// <summary>
/// A device without a bus counts as a platform device, which has no no-snoop: on x86 that is hardly ever meant.
/// </summary>
public class UnsaidBusTests
{
    [Theory]
    [InlineData("x86_64", "intel_vtd  snoop_control = yes", "", "information TOPO3005 d")]
    [InlineData("x86_64", "intel_vtd  snoop_control = yes", "bus = platform", null)]
    [InlineData("x86_64", "intel_vtd  snoop_control = yes", "bus = pcie 0000:01:00.0", null)]
    [InlineData("arm64", "arm_smmu_v3", "", null)]
    public void Of_a_device_that_is_passed_through(string arch, string model, string bus, string? expected)
    {
        var analysis = Checked.Text(
            $$"""
            host h { arch = {{arch}}  allow_unsafe_interrupts = yes }
            iommu i on h { model = {{model}} }
            device d behind i { dma_coherent = yes  {{bus}} }
            domain s on h { api = vfio_type1  attach = [d] }
            """
        );

        Assert.Equal(expected is null ? [] : [expected], Checked.Lines(analysis));
    }

    [Fact]
    public void Of_a_device_that_the_host_keeps_nothing_is_said()
    {
        var analysis = Checked.Text(
            """
            host h { }
            iommu i on h { }
            device d behind i { }
            """
        );

        Assert.Empty(Checked.Lines(analysis));
    }
}
