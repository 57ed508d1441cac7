namespace TopologyLang.Analysis.Tests;

/// <summary>The /dev/ioasid proposal of seed 003 (experimental): one row a rule.</summary>
public class IoasidTests
{
    [Theory]
    [InlineData("", "yes", "ok", "yes", "1", "nop")]
    [InlineData("", "no", "ok", "no", "3", "emulated")]
    [InlineData("coherent = yes", "yes", "ok", "yes", "1", "nop")]
    [InlineData("coherent = no", "yes", "ok", "no", "3", "emulated")]
    [InlineData("coherent = no", "no", "ok", "no", "3", "emulated")]
    public void Attaching_to_an_ioasid(
        string asked,
        string sc,
        string result,
        string enforced,
        string box,
        string wbinvd
    ) =>
        Assert.Empty(
            Foreseen.Unmet(
                Given(asked, sc, "6.12")
                    + $"""

                    expect attach gpu to space {result}
                    expect space enforced {enforced}
                    expect gpu in box {box}
                    expect vm wbinvd {wbinvd}
                    """
            )
        );

    [Theory]
    [InlineData("6.2")]
    [InlineData("6.6")]
    [InlineData("7.0")]
    public void A_coherent_one_refuses_what_cannot_be_forced(string kernel) =>
        Assert.Empty(
            Foreseen.Unmet(Given("coherent = yes", "no", kernel) + "\nexpect attach gpu to space fails EINVAL")
        );

    /// <summary>
    /// Kernels before 6.7 upgrade a page table for a device that can be blocked, but not one that was asked for as it
    /// is.
    /// </summary>
    [Theory]
    [InlineData("6.6")]
    [InlineData("6.7")]
    public void A_non_coherent_one_is_never_upgraded(string kernel) =>
        Assert.Empty(
            Foreseen.Unmet(
                Given("coherent = no", "yes", kernel)
                    .Replace("attach = [gpu]", "attach = [gpu, second]", StringComparison.Ordinal)
                    + """

                    device second behind main { bus = pcie 0000:05:00.0 }
                    expect attach second to space ok
                    expect space enforced no
                    expect second in box 3
                    """
            )
        );

    [Theory]
    [InlineData("api = vfio_type1")]
    [InlineData("api = dma_api")]
    public void Only_iommufd_domains_can_be_one(string api) =>
        Assert.Contains(
            "warning TOPO2026 coherent",
            Checked.Lines(
                Checked.Text(
                    Given("coherent = no", "yes", "6.12").Replace("api = iommufd", api, StringComparison.Ordinal)
                )
            )
        );

    private static string Given(string asked, string sc, string kernel) =>
        $$"""
            host desk { kernel = {{kernel}} }
            iommu main on desk { model = intel_vtd  snoop_control = {{sc}} }
            device gpu behind main { bus = pcie 0000:04:00.0  no_snoop = used }
            domain space on desk { api = iommufd  {{asked}}  attach = [gpu] }
            guest vm on desk { assign = [gpu via space] }
            """;
}
