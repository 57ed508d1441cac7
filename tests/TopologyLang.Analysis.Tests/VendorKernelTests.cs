using TopologyLang.Analysis.Pipeline;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Views;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// Kernels of which the name does not tell everything: what depends on it is unknown, and the rest is said.
/// </summary>
public class VendorKernelTests
{
    private static string Accelerator(string kernel) =>
        $$"""
            host box { kernel = {{kernel}} }
            iommu unit on box { model = intel_vtd  scalable_mode = yes  first_stage = yes }
            device acc behind unit { bus = pcie 0000:03:00.0  ats = yes  pasid = yes }
            domain process on box { api = sva  attach = [acc] }
            """;

    private static string Gpu(string kernel, string api = "vfio_type1") =>
        $$"""
            host box { kernel = {{kernel}} }
            iommu unit on box { model = intel_vtd  snoop_control = no }
            device gpu behind unit { bus = pcie 0000:00:02.0  no_snoop = used }
            domain space on box { api = {{api}}  attach = [gpu] }
            guest win on box { assign = [gpu via space] }
            program flip in win using gpu {
              buffer fb = 4KiB wb
              cpu 0 write fb
              dma read fb no_snoop
            }
            """;

    /// <summary>
    /// SVA is off in updates since January 2026, and whether a vendor took that over its name does not tell.
    /// </summary>
    [Theory]
    [InlineData("6.8.12", "ok")]
    [InlineData("\"6.8.12-9-pve\"", "unknown")]
    [InlineData("\"6.1.0-28-amd64\"", "unknown")]
    [InlineData("\"Debian 6.1.119-1\"", "ok")]
    [InlineData("\"Debian 6.1.170-1\"", "EOPNOTSUPP")]
    [InlineData("\"6.12.48+deb13-amd64\"", "ok")]
    [InlineData("\"6.12.95+deb13-amd64\"", "EOPNOTSUPP")]
    [InlineData("\"5.15.0-122-generic\"", "unknown")]
    [InlineData("\"Ubuntu 5.15.0-122.132-generic 5.15.163\"", "unknown")]
    [InlineData("\"5.14.0-570.el9\"", "unknown")]
    [InlineData("\"6.17.0-22-generic\"", "unknown")]
    public void An_answer_that_depends_on_what_it_carries_is_unknown(string kernel, string result) =>
        Assert.Equal(result, Operation(Accelerator(kernel)).Result);

    [Fact]
    public void The_reason_says_whose_kernel_it_is_and_names_the_fix()
    {
        var why = Operation(Accelerator("\"6.8.12-9-pve\"")).Chain[^1];

        Assert.StartsWith(
            "`6.8.12-9-pve` is Proxmox's kernel, made from 6.8.12: a vendor's kernel that may carry later code; "
                + "6.8.12: ok, 6.8.12 with sva-off-on-x86: EOPNOTSUPP",
            why.Text,
            StringComparison.Ordinal
        );
        Assert.Equal("sva-off-on-x86", why.Fix);
        Assert.Contains(
            Checked.Text(Accelerator("\"6.8.12-9-pve\"")).Findings,
            finding => finding.Message.StartsWith("not known: ", StringComparison.Ordinal)
        );
    }

    /// <summary>An old number with much newer code behind it: /dev/iommu may be there or not.</summary>
    [Fact]
    public void RHEL_is_not_answered_by_its_number()
    {
        var analysis = Checked.Text(Gpu("\"5.14.0-570.el9\"", "iommufd"));
        var timeline = analysis.System.Timelines[0];

        Assert.Equal("unknown", timeline.Kernel.Operations[0].Result);
        Assert.Contains(
            "a vendor's kernel that may carry later code (RHEL)",
            timeline.Kernel.Operations[0].Chain[^1].Text,
            StringComparison.Ordinal
        );
        Assert.NotNull(timeline.End.DomainOf("space").Unknown);
        Assert.Empty(analysis.Binding.Errors);
    }

    /// <summary>Every version attaches it to a container and executes the guest's wbinvd.</summary>
    [Fact]
    public void What_every_version_answers_is_known_of_a_vendors_kernel_too()
    {
        var timeline = Checked.Text(Gpu("\"5.14.0-570.el9\"")).System.Timelines[0];

        Assert.Equal("ok", timeline.Kernel.Operations[0].Result);
        Assert.Equal(
            Checked.Runs(Checked.Text(Gpu("6.8"))).Single().Verdict.Kind,
            timeline.Runs.Single(run => !run.Program.BuiltIn).Verdict.Kind
        );
    }

    /// <summary>
    /// 6.6.87 is the last update of 6.6 that was read; ECAP.SMPWC is asked for since 6.1.183, 6.12.101 and 7.2.
    /// </summary>
    [Theory]
    [InlineData("6.6.87", "ok")]
    [InlineData("6.6.100", "unknown")]
    [InlineData("6.12.90", "EOPNOTSUPP")]
    [InlineData("6.12.101", "ENODEV")]
    [InlineData("7.1.5", "ok")]
    [InlineData("7.1.6", "unknown")]
    public void An_update_that_was_not_read_is_unknown_where_a_fix_decides(string kernel, string result) =>
        Assert.Equal(
            result,
            Operation(Accelerator(kernel).Replace("first_stage = yes", "first_stage = yes  coherent_walk = no")).Result
        );

    /// <summary>
    /// What a verdict depends on becomes part of it: nothing is called coherent that is not under every kernel.
    /// </summary>
    [Fact]
    public void A_verdict_that_differs_is_undecided()
    {
        var text = """
            host box { kernel = "5.15.0-122-generic" }
            iommu unit on box { model = intel_vtd }
            device nic behind unit { bus = pcie 0000:03:00.0  no_snoop = used }
            domain space on box { api = iommufd  attach = [nic] }
            program send on box using nic {
              buffer b = 4KiB wb
              cpu 0 write b
              dma read b no_snoop
            }
            """;
        var verdicts = (string kernel) => Words(Checked.Text(text.Replace("\"5.15.0-122-generic\"", kernel)));

        Assert.NotEqual(verdicts("5.15"), verdicts("5.19"));
        Assert.Equal("Undecided", verdicts("\"5.15.0-122-generic\""));

        static string Words(FileAnalysis analysis) =>
            analysis.System.Timelines[0].Runs.Single(run => run.Program.Name == "send").Verdict.Kind.ToString();
    }

    /// <summary>Candidates of two hosts multiply; beyond a limit nothing is said rather than something wrong.</summary>
    [Fact]
    public void Several_vendors_kernels_in_one_part_are_combined()
    {
        var text = """
            host one { kernel = "5.14.0-570.el9" }
            host two { kernel = "5.14.0-570.el9" }
            iommu u1 on one { model = intel_vtd }
            iommu u2 on two { model = intel_vtd }
            device a behind u1 { bus = pcie 0000:03:00.0 }
            device b behind u2 { bus = pcie 0000:03:00.0 }
            domain s1 on one { api = vfio_type1 }
            domain s2 on two { api = vfio_type1 }
            scenario both {
              attach a to s1
              attach b to s2
            }
            """;

        Assert.All(
            Checked.Text(text).System.Timelines[0].Kernel.Operations,
            outcome => Assert.Equal("unknown", outcome.Result)
        );
    }

    [Fact]
    public void A_sweep_does_not_ask_whose_kernel_it_is() =>
        Assert.Equal(
            TopologyLang
                .Analysis.Kernels.KernelSweep.Of(Checked.Text(Gpu("6.8")), CancellationToken.None)
                .Changes.Length,
            TopologyLang
                .Analysis.Kernels.KernelSweep.Of(Checked.Text(Gpu("\"5.14.0-570.el9\"")), CancellationToken.None)
                .Changes.Length
        );

    private static OperationOutcome Operation(string text) =>
        Checked.Text(text).System.Timelines[0].Kernel.Operations[0];
}
