using TopologyLang.Analysis.Terms;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// A mistake need not stand on the path of a program's device to make its "coherent" a guess: in each of these machines
/// the program is stale where the mistake is mended in one way.
/// </summary>
public class ErrorElsewhereTests
{
    private const string Program = """
        program p in vm using nic {
          buffer b = 4KiB wb
          cpu 0 write b
          dma read b no_snoop
        }

        """;

    private const string TwoUnits = """
        iommu gfx on server { model = intel_vtd  snoop_control = no }
        iommu main on server { model = intel_vtd  snoop_control = yes }
        device nic behind main { bus = pcie 0000:03:00.0  no_snoop = used }

        """;

    public static TheoryData<string, string, string> Machines =>
        new()
        {
            {
                "before 5.19 no-snoop is blocked where every unit of the host can do that",
                """
                    host server { kernel = 5.17 }
                    iommu gfx on server { model = intel_vtd  snoop_control = noo }
                    iommu main on server { model = intel_vtd  snoop_control = yes }
                    device nic behind main { bus = pcie 0000:03:00.0  no_snoop = used }
                    domain space on server { api = vfio_type1  attach = [nic] }
                    guest vm on server { assign = [nic via space] }

                    """,
                "the iommu `gfx` has an error, so what it is taken for may be wrong"
            },
            {
                "who comes first into an IOAS makes the page table",
                "host server { kernel = 6.8 }\n"
                    + TwoUnits
                    + """
                        device igpu behind gfxx { bus = pcie 0000:00:02.0  no_snoop = used }
                        domain space on server { api = iommufd  attach = [igpu, nic] }
                        guest vm on server { kvm_vfio = no  assign = [nic via space] }

                        """,
                "the device `igpu` is not understood and left out, so what it would change is not known"
            },
            {
                "what stands behind something that is left out is left out, too",
                "host server { kernel = 6.8 }\n"
                    + TwoUnits.Replace("gfx on server", "gfx on serverr", StringComparison.Ordinal)
                    + """
                        device igpu behind gfx { bus = pcie 0000:00:02.0  no_snoop = used }
                        domain space on server { api = iommufd  attach = [igpu, nic] }
                        guest vm on server { kvm_vfio = no  assign = [nic via space] }

                        """,
                "the device `igpu` is not understood and left out, so what it would change is not known"
            },
            {
                "a list that is not understood may have anybody in it",
                "host server { kernel = 6.8 }\n"
                    + TwoUnits
                    + """
                        device igpu behind gfx { bus = pcie 0000:00:02.0  no_snoop = used }
                        domain space on server { api = iommufd }
                        guest other on server { assign = [igpu vai space] }
                        guest vm on server { kvm_vfio = no  assign = [nic via space] }

                        """,
                "the guest `other` has an error, so what it is taken for may be wrong"
            },
            {
                "a mediated device reaches memory as its parent does",
                """
                    host server { kernel = 6.8  vendor = amd }
                    iommu main on server { model = amd_vi  page_tabel = v2 }
                    device gpu behind main { bus = pcie 0000:03:00.0  no_snoop = used }
                    device nic on server { mdev_of = gpu  no_snoop = used }
                    domain space on server { api = vfio_type1 }
                    guest vm on server { kvm_vfio = no  assign = [nic via space] }

                    """,
                "the iommu `main` has an error, so what it is taken for may be wrong"
            },
        };

    [Theory]
    [MemberData(nameof(Machines))]
    public void A_mistake_in_what_the_verdict_hangs_on_leaves_it_open(string because, string machine, string why)
    {
        var verdict = Checked.Text(machine + Program).System.RunsOf("p").Single().Run.Verdict;

        Assert.True(Words.Of(verdict) == "undecided", because);
        Assert.Equal(why, verdict.Why!.Text);
    }

    [Fact]
    public void A_domain_without_a_list_that_is_understood_may_have_been_meant_for_the_device() =>
        Assert.Equal(
            "undecided",
            VerdictOn(
                """
                host server { vendor = amd }
                iommu main on server { model = amd_vi }
                device nic behind main { bus = pcie 0000:03:00.0  no_snoop = used }
                domain bypass on server { api = identity  attach = nic }

                """ + Program.Replace("in vm", "on server", StringComparison.Ordinal)
            )
        );

    /// <summary>
    /// A device that nobody names is in no domain, in no guest and in no group; neither does another machine matter.
    /// </summary>
    [Theory]
    [InlineData("device other behind main { bus = pcie 0000:04:00.0  no_snoop = usd }")]
    [InlineData("device other behind mian { bus = pcie 0000:04:00.0 }")]
    [InlineData("program other on server using nic {\n  buffer c = 4KiB\n}")]
    [InlineData(
        "host another { kernel = }\niommu its on another { model = intel_vtdd }\ndomain its_own on another { attach = "
            + "it }"
    )]
    [InlineData("expect nix in box 1")]
    public void A_mistake_in_something_else_changes_no_verdict(string other) =>
        Assert.Equal(
            "coherent",
            VerdictOn(
                "host server { kernel = 6.8 }\n"
                    + TwoUnits
                    + """
                    domain space on server { api = vfio_type1 }
                    guest vm on server { assign = [nic via space] }

                    """
                    + Program
                    + other
                    + "\n"
            )
        );

    private static string VerdictOn(string text) =>
        Words.Of(Checked.Text(text).System.RunsOf("p").Single().Run.Verdict);
}
