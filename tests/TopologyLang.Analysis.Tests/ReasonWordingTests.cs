using TopologyLang.Simulation.Kernel.Views;

namespace TopologyLang.Analysis.Tests;

/// <summary>What a chain of reasons says must be true as it is said, and once is enough.</summary>
public class ReasonWordingTests
{
    /// <summary>Two files in one container: the container is asked twice and answers the same.</summary>
    [Fact]
    public void An_answer_that_two_files_share_is_told_once()
    {
        var analysis = Checked.Text(
            """
            host h { kernel = 6.1 }
            iommu i on h { model = intel_vtd  snoop_control = no }
            device c behind i { bus = pcie 0000:01:00.0 }
            device d behind i { bus = pcie 0000:02:00.0 }
            domain s on h { api = vfio_type1 }
            guest g on h { assign = [c via s, d via s] }
            """
        );

        var chain = analysis.System.Timelines.Single().End.GuestOf("g").WbinvdChain;
        Assert.Single(chain, reason => reason.Text.Contains("VFIO_DMA_CC_IOMMU", StringComparison.Ordinal));
    }

    /// <summary>A rule that was not met must not read as if it had been.</summary>
    [Theory]
    [InlineData("yes", "succeeds")]
    [InlineData("no", "fails")]
    public void What_enforcement_needs_is_said_of_success_and_failure_alike(string canwbs, string outcome)
    {
        var analysis = Checked.Text(
            $$"""
            host h { arch = arm64  kernel = 6.13  firmware = acpi }
            iommu i on h { model = arm_smmu_v3 }
            device c behind i { bus = pcie 0000:01:00.0  canwbs = {{canwbs}} }
            domain s on h { api = vfio_type1  attach = [c] }
            """
        );

        Assert.Contains(
            $"enforce_cache_coherency() {outcome}: enforcement needs a root complex with CANWBS in front of every "
                + "attached device",
            analysis.System.Timelines.Single().End.DeviceOf("c").Chain.Select(reason => reason.Text)
        );
    }
}
