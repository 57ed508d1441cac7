using TopologyLang.Simulation.Kernel.Views;
using static TopologyLang.Analysis.Tests.NestedHost;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// The CPUs of L2 and of L1: what the KVM of each level makes of their wbinvd and of their memory types.
/// </summary>
public class NestedCpuTests
{
    /// <summary>What L1's KVM wants and what the KVM below makes of it.</summary>
    [Theory]
    [InlineData("wbinvd = kernel", "wbinvd = kernel", "emulated")]
    [InlineData("wbinvd = force_off", "wbinvd = kernel", "nop")]
    [InlineData("wbinvd = kernel", "wbinvd = force_off", "nop")]
    [InlineData("wbinvd = force_off", "wbinvd = force_on", "nop")]
    public void Wbinvd_goes_through_both_levels(string l1, string l2, string expected) =>
        Assert.Empty(Foreseen.Unmet(Nested(l1: l1, l2: l2, more: $"expect l2 wbinvd {expected}")));

    [Theory]
    [InlineData("yes", "yes", "Coherent")]
    [InlineData("no", "no", "Coherent")]
    [InlineData("no", "yes", "Undecided")]
    [InlineData("yes", "no", "Undecided")]
    public void Wbinvd_that_one_level_does_not_intercept_is_undecided(string metal, string inner, string verdict) =>
        Assert.StartsWith(
            verdict,
            Foreseen.Run(
                Nested(
                    metal: $"kernel = 6.12  wbinvd_exiting = {metal}",
                    inner: $"kernel = 6.12  wbinvd_exiting = {inner}",
                    more: ""
                ),
                "flip"
            ),
            StringComparison.Ordinal
        );

    /// <summary>
    /// The page tables that the CPU uses are made by the KVM below, with its own answer about the guest's PAT.
    /// </summary>
    [Theory]
    [InlineData("snoop_control = no", true)]
    [InlineData("snoop_control = yes", false)]
    public void The_machines_kvm_decides_about_pat(string unit, bool honoured)
    {
        var end = Checked.Text(Nested(unit: unit, more: "")).System.Timelines[0].End;

        Assert.True(end.GuestOf("l2").NoncoherentDma);
        Assert.Equal(honoured, end.GuestOf("l2").GuestPatHonoured);
    }

    /// <summary>L1's own driver runs in a guest: its wbinvd is the guest's.</summary>
    [Theory]
    [InlineData("snoop_control = no", "emulated", "coherent")]
    [InlineData("snoop_control = yes", "nop", "coherent")]
    public void A_program_of_the_inner_host_is_one_of_the_guest(string unit, string wbinvd, string verdict) =>
        Assert.Empty(
            Foreseen.Unmet(
                $$"""
                host metal { kernel = 6.12 }
                iommu real on metal { {{unit}} }
                device gpu behind real { bus = pcie 0000:03:00.0  no_snoop = used }
                domain space on metal { api = vfio_type1  attach = [gpu] }
                guest l1 on metal { viommu = intel_vtd  assign = [gpu via space] }
                host inner in l1 { cpus = 1 }
                iommu virtual on inner { model = intel_vtd }
                device inner_gpu behind virtual { bus = pcie 0000:00:05.0  no_snoop = used  outer = gpu }
                program flip on inner using inner_gpu {
                  buffer b = 4KiB wb
                  cpu 0 write b
                  cpu 0 wbinvd
                  dma read b no_snoop
                }
                expect l1 wbinvd {{wbinvd}}
                expect flip {{verdict}}
                """
            )
        );
}
