using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Terms;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// What no machine can be is an error at its place, and what no source tells is a warning that says so.
/// </summary>
public class ImpossibleDeclarationTests
{
    [Theory]
    [InlineData("tegra_gart", "arm", "6.8", "the driver was removed in 6.7")]
    [InlineData("riscv", "riscv64", "6.8", "the driver came with 6.13")]
    [InlineData("vsi", "arm64", "7.1", "the driver came with 7.2")]
    public void A_model_that_the_kernel_does_not_have(string model, string arch, string kernel, string lifetime)
    {
        var analysis = Checked.Text(
            $$"""
            host soc { arch = {{arch}}  kernel = {{kernel}} }
            iommu unit on soc { model = {{model}} }
            """
        );

        Assert.Equal([$"error TOPO3010 model = {model}"], Checked.Lines(analysis));
        Assert.Contains(lifetime, Checked.Single(analysis, FindingCode.Impossible).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arm", "6.8", "5.7")]
    [InlineData("loongarch64", "6.6", "6.7")]
    [InlineData("riscv64", "5.15", "5.16")]
    public void A_guest_on_a_host_without_kvm(string arch, string kernel, string version)
    {
        var analysis = Checked.Text(
            $$"""
            host soc { arch = {{arch}}  kernel = {{kernel}} }
            guest vm on soc { }
            """
        );

        Assert.Equal(["error TOPO3010 vm"], Checked.Lines(analysis));
        Assert.Contains(version, Checked.Single(analysis, FindingCode.Impossible).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_with_two_guests()
    {
        var analysis = Checked.Text(
            Checked.Machine
                + """
                domain more on desk { api = vfio_type1 }
                guest other on desk { assign = [igpu via more] }
                """
        );

        Assert.Contains("error TOPO3010 assign = [igpu via more]", Checked.Lines(analysis));
    }

    [Theory]
    [InlineData("more", false)]
    [InlineData("space", true)]
    public void A_scenario_may_move_it_through_a_domain_for_each(string domain, bool impossible) =>
        Assert.Equal(
            impossible,
            Checked
                .Text(
                    Checked.Machine
                        + $$"""
                        domain more on desk { api = vfio_type1 }
                        guest other on desk { assign = [igpu via {{domain}}] }
                        scenario s { attach igpu to more }
                        """
                )
                .Findings.Any(finding => finding.Code == FindingCode.Impossible)
        );

    private const string TwoHosts = """
        host one { }
        host two { }
        iommu unit on one { }
        device nic behind unit { bus = pcie 0000:01:00.0 }
        domain near on one { api = vfio_type1 }
        domain far on two { api = vfio_type1 }

        """;

    /// <summary>
    /// A kernel knows the devices of its own host only: one error at the place, and what says so is left out.
    /// </summary>
    [Theory]
    [InlineData("domain away on two { api = iommufd  attach = [nic] }", "nic")]
    [InlineData("guest vm on two { assign = [nic via near] }", "nic via near")]
    [InlineData("guest vm on two { kvm_vfio = no  assign = [nic via near] }", "nic via near")]
    [InlineData("guest vm on one { assign = [nic via far] }", "nic via far")]
    [InlineData("guest vm on two { assign = [nic via far] }", "nic via far")]
    [InlineData("scenario s { attach nic to far }", "attach nic to far")]
    [InlineData("guest vm on two { }\nscenario s { kvm add nic to vm }", "kvm add nic to vm")]
    public void A_device_of_another_host(string declaration, string place)
    {
        var analysis = Checked.Text(
            TwoHosts
                + declaration
                    .Replace("{ attach", "{\n attach", StringComparison.Ordinal)
                    .Replace("{ kvm", "{\n kvm", StringComparison.Ordinal)
                    .Replace(" }", "\n}", StringComparison.Ordinal)
        );

        Assert.Equal(
            [$"error TOPO2020 {place}"],
            Checked.Lines(analysis).Where(line => line.StartsWith("error", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("device vf on two { bus = pcie 0000:01:00.1  vf_of = pf }", "TOPO2020", "pf")]
    [InlineData("device part on two { mdev_of = pf }", "TOPO2020", "pf")]
    [InlineData("device vf on one { bus = pcie 0000:01:00.1  vf_of = uart }", "TOPO2004", "uart")]
    public void A_part_of_what_cannot_have_it(string device, string code, string place) =>
        Assert.Contains(
            $"error {code} {place}",
            Checked.Lines(
                Checked.Text(
                    $$"""
                    host one { }
                    host two { }
                    device pf on one { bus = pcie 0000:01:00.0 }
                    device uart on one { bus = platform }
                    {{device}}
                    """
                )
            )
        );

    /// <summary>The Power ISA does not say, so nobody can: the verdict is undecided, and a warning says why.</summary>
    [Fact]
    public void What_no_source_tells_is_not_known()
    {
        var analysis = Checked.Text(
            """
            host server { arch = ppc64 }
            device nic on server { bus = pcie 0000:01:00.0 }
            program p on server using nic {
              buffer b = 4KiB uc
              cpu 0 write b
              dma read b
            }
            """
        );

        Assert.Equal(["warning TOPO9003 p"], Checked.Lines(analysis));
        Assert.Contains("not known", Checked.Single(analysis, FindingCode.NotKnown).Message, StringComparison.Ordinal);
        Assert.Equal("undecided", Words.Of(analysis.System.RunsOf("p").Single().Run.Verdict));
    }

    [Fact]
    public void A_mapping_that_the_architecture_does_not_have_cannot_run()
    {
        var analysis = Checked.Text(
            """
            host board { arch = riscv64 }
            device nic on board { bus = pcie 0000:01:00.0 }
            program p on board using nic { buffer b = 4KiB wt }
            """
        );

        Assert.Equal(["error TOPO4003 p"], Checked.Lines(analysis));
    }

    [Fact]
    public void A_parent_whose_mediated_device_is_in_use_is_waited_for()
    {
        var analysis = Checked.Text(
            """
            host desk { kernel = 6.8 }
            iommu main on desk { model = intel_vtd }
            device igpu behind main { bus = pcie 0000:00:02.0 }
            device vgpu on desk { mdev_of = igpu }
            domain space on desk { api = vfio_type1 }
            domain own on desk { api = vfio_type1 }
            scenario s {
              attach vgpu to space
              attach igpu to own
            }
            """
        );

        Assert.StartsWith(
            "attaching `igpu` to `own` does not come to an end on Linux 6.8: ",
            Checked.Single(analysis, FindingCode.RefusedOperation).Message,
            StringComparison.Ordinal
        );
    }
}
