using TopologyLang.Analysis.Advice;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Reporting;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// Nobody has seen whether an IOMMU is in front of the device: whatever depends on it is not known, above all that VFIO
/// refuses it, and that its requests reach memory as they are.
/// </summary>
public class UnseenIommuTests
{
    private const string Machine = """
        host desk { kernel = 6.8 }
        device nic on desk { bus = pcie 0000:03:00.0  no_snoop = used  iommu = unknown }
        domain space on desk { api = vfio_type1 }
        guest vm on desk { assign = [nic via space] }
        program own on desk using nic {
          buffer b = 4KiB wb
          cpu 0 write b
          dma read b
        }
        """;

    private const string Why =
        "which IOMMU is in front of nic, or whether there is one, was not seen: on the machine "
        + "`dmesg | grep -i -e DMAR -e AMD-Vi -e smmu` tells, or the link /sys/bus/pci/devices/0000:03:00.0/iommu";

    [Fact]
    public void Nothing_that_depends_on_it_is_known() =>
        Assert.Equal(
            [
                "host desk, Linux 6.8",
                "devices   nic box not known",
                "domains   space not known",
                "guests    vm wbinvd not known",
                $"programs  own                      undecided: {Why}",
                $"          nic-page-recycle         undecided: {Why}",
                $"          nic-guest-sets-no-snoop  undecided: {Why}",
            ],
            Summary.Lines(Checked.Text(Machine))
        );

    [Theory]
    [InlineData("attach nic to space")]
    [InlineData("attach nic to space\n  set nic no_snoop enabled")]
    public void An_operation_on_it_is_unknown_and_not_refused(string operations)
    {
        var analysis = Checked.Text($"{Machine}\nscenario s {{\n  {operations}\n}}\n");

        Assert.All(
            analysis.System.Timelines.SelectMany(timeline => timeline.Kernel.Operations),
            outcome => Assert.Equal("unknown", outcome.Result)
        );
    }

    [Fact]
    public void Advice_on_it_is_not_known_and_says_what_would_tell()
    {
        var advice = Assert.Single(Advisor.Of(Checked.Text(Machine), CancellationToken.None));

        Assert.Equal((Suitability.Unknown, "unknown"), (advice.Suitability, advice.Attach));
        Assert.Equal(Why, advice.Why.Last().Text);
    }

    [Fact]
    public void Behind_a_declared_one_it_is_an_error()
    {
        var analysis = Checked.Text(
            """
            host desk { kernel = 6.8 }
            iommu main on desk { model = intel_vtd  snoop_control = yes }
            device nic behind main { bus = pcie 0000:03:00.0  iommu = unknown }
            """
        );

        var finding = Assert.Single(analysis.Findings, finding => finding.Severity == Severity.Error);
        Assert.StartsWith("`nic` is behind `main`, so its IOMMU is known", finding.Message, StringComparison.Ordinal);
    }
}
