using TopologyLang.Analysis.Findings;

namespace TopologyLang.Analysis.Tests.Remedies;

/// <summary>A remedy is tried on one part of a file; what is offered is what the whole file would say.</summary>
public class PartRemedyTests
{
    /// <summary>Programs of its own, a device that nothing uses, a fault of its own, and an expectation.</summary>
    private const string OtherHost = """

        host rack { vendor = amd  kernel = 6.14 }
        iommu rack_unit on rack { model = amd_vi  page_table = v2 }
        device rack_card behind rack_unit { bus = pcie 0000:00:02.0  no_snoop = used }
        device rack_spare behind rack_unit { bus = pcie 0000:00:03.0  no_snoop = used }
        domain rack_space on rack { api = vfio_type1  attach = [rack_card] }
        guest rack_vm on rack { assign = [rack_card via rack_space] }
        program rack_p in rack_vm using rack_card {
          buffer b = 4KiB wb
          cpu 0 write b
          dma read b no_snoop
        }
        program rack_q on rack using rack_spare {
          buffer b = 4KiB wb
          cpu 0 write b
          cpu 0 clflush b
          dma read b no_snoop
        }
        expect rack_q coherent

        """;

    public static TheoryData<string> Hosts => [.. RemedyTests.Offered.Select(row => (string)row[1])];

    [Theory]
    [MemberData(nameof(Hosts))]
    public void Beside_another_host_the_same_is_offered(string host)
    {
        var combined = host + OtherHost;
        var (alone, beside) = (Checked.Text(host), Checked.Text(combined));
        var finding = Checked.Findings(alone).First(IsMended);
        var same = Checked
            .Findings(beside)
            .First(other => IsMended(other) && other.Where == finding.Where && other.Message == finding.Message);

        var expected = alone.Remedies.For(finding, CancellationToken.None);
        var offered = beside.Remedies.For(same, CancellationToken.None);

        Assert.NotEmpty(expected);
        Assert.Equal(expected.Select(Line), offered.Select(Line));
        Assert.Equal(
            expected.Select(remedy => remedy.ApplyTo(alone.Path, host) + OtherHost),
            offered.Select(remedy => remedy.ApplyTo(beside.Path, combined))
        );
    }

    private static bool IsMended(Finding finding) =>
        !finding.Faults.IsEmpty && finding.Code != FindingCode.BeliefDiffers;

    private static string Line(Remedy remedy) =>
        $"{remedy.Kind} {remedy.Text} ({remedy.Cost}) outdates {string.Join(", ", remedy.Outdated)}";
}
