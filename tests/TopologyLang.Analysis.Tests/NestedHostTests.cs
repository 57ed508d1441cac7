using TopologyLang.Simulation.Kernel.Views;
using static TopologyLang.Analysis.Tests.NestedHost;

namespace TopologyLang.Analysis.Tests;

/// <summary>L0, L1 and L2: what L1 believes, and what the machine does.</summary>
public class NestedHostTests
{
    private const string AmdMachine = "kernel = 6.12  vendor = amd";

    /// <summary>The virtual unit says what L1 believes, the real one what is blocked.</summary>
    [Theory]
    [InlineData("intel_vtd", "snoop_control = yes", "no", "1", "nop", "nop", "coherent")]
    [InlineData("intel_vtd", "snoop_control = no", "no", "3", "emulated", "emulated", "coherent")]
    [InlineData("virtio", "snoop_control = yes", "no", "1", "nop", "nop", "coherent")]
    [InlineData("virtio", "snoop_control = no", "no", "3", "emulated", "emulated", "coherent")]
    [InlineData("amd_vi", "snoop_control = yes", "yes", "1", "nop", "nop", "coherent")]
    [InlineData("amd_vi", "snoop_control = no", "yes", "3", "emulated", "nop", "stale device_reads_stale")]
    public void Belief_and_truth(
        string viommu,
        string unit,
        string believed,
        string box,
        string l1,
        string l2,
        string verdict
    ) =>
        Assert.Empty(
            Foreseen.Unmet(
                Nested(
                    unit: unit,
                    viommu: viommu,
                    inner: "kernel = 6.12  allow_unsafe_interrupts = yes",
                    more: $"""
                    expect inner_space enforced {believed}
                    expect inner_gpu in box {box}
                    expect gpu in box {box}
                    expect l1 wbinvd {l1}
                    expect l2 wbinvd {l2}
                    expect flip {verdict}
                    """
                )
            )
        );

    /// <summary>
    /// AMD: FC is in every v1 table of the machine, whatever L1 knows; v2 tables claim it at both levels.
    /// </summary>
    [Theory]
    [InlineData("page_table = v1", "1", "coherent")]
    [InlineData("page_table = v2", "3", "stale device_reads_stale")]
    public void Amd_at_both_levels(string unit, string box, string verdict) =>
        Assert.Empty(
            Foreseen.Unmet(
                Nested(
                    metal: AmdMachine.Replace("6.12", "6.13", StringComparison.Ordinal),
                    inner: AmdMachine,
                    unit: unit,
                    viommu: "amd_vi",
                    more: $"""
                    expect space enforced yes
                    expect inner_space enforced yes
                    expect inner_gpu in box {box}
                    expect flip {verdict}
                    """
                )
            )
        );

    /// <summary>Hygon's CPUs have SVM and nested paging as AMD's.</summary>
    [Fact]
    public void Hygon_is_as_amd() =>
        Assert.Empty(
            Foreseen.Unmet(
                Nested(
                    metal: "kernel = 6.12  vendor = hygon",
                    inner: "kernel = 6.12  vendor = hygon",
                    unit: "page_table = v1",
                    viommu: "amd_vi",
                    more: """
                    expect l2 wbinvd nop
                    expect inner_gpu in box 1
                    expect flip coherent
                    """
                )
            )
        );

    /// <summary>
    /// virtio-iommu says nothing about coherency in 5.19, and VFIO asks since then; whatever L1 asks, it finds no snoop
    /// control.
    /// </summary>
    [Theory]
    [InlineData("virtio", "5.18", "ok", true)]
    [InlineData("virtio", "5.19", "fails EINVAL", false)]
    [InlineData("virtio", "6.0", "ok", true)]
    [InlineData("intel_vtd", "5.18", "ok", true)]
    [InlineData("intel_vtd", "6.1", "ok", true)]
    [InlineData("intel_vtd", "6.2", "ok", true)]
    public void What_the_inner_kernel_makes_of_its_virtual_unit(
        string viommu,
        string kernel,
        string attach,
        bool noncoherent
    )
    {
        var text = Nested(
            unit: "snoop_control = yes",
            viommu: viommu,
            inner: $"kernel = {kernel}  allow_unsafe_interrupts = yes",
            more: $"expect attach inner_gpu to inner_space {attach}"
        );

        Assert.Empty(Foreseen.Unmet(text));
        Assert.Equal(noncoherent, Checked.Text(text).System.Timelines[0].End.GuestOf("l2").NoncoherentDma);
    }

    /// <summary>
    /// A guest that got its device with no virtual IOMMU: the host in it has no IOMMU in front of it.
    /// </summary>
    [Theory]
    [InlineData("snoop_control = yes", "1", "coherent")]
    [InlineData("snoop_control = no", "3", "stale device_reads_stale")]
    public void A_host_in_a_guest_without_a_virtual_iommu(string unit, string box, string verdict) =>
        Assert.Empty(
            Foreseen.Unmet(
                $$"""
                host metal { kernel = 6.12 }
                iommu real on metal { {{unit}} }
                device gpu behind real { bus = pcie 0000:03:00.0  no_snoop = used }
                domain space on metal { api = vfio_type1  attach = [gpu] }
                guest l1 on metal { assign = [gpu via space] }
                host inner in l1 { cpus = 1 }
                device inner_gpu on inner { bus = pcie 0000:00:05.0  no_snoop = used  outer = gpu }
                program read on inner using inner_gpu {
                  buffer b = 4KiB wb
                  cpu 0 write b
                  dma read b no_snoop
                }
                expect inner_gpu in box {{box}}
                expect read {{verdict}}
                """
            )
        );

    /// <summary>A third level: each KVM on the way has its say about wbinvd.</summary>
    [Theory]
    [InlineData("kernel", "emulated", "coherent")]
    [InlineData("force_off", "nop", "stale device_reads_stale")]
    public void Three_levels(string second, string wbinvd, string verdict) =>
        Assert.Empty(
            Foreseen.Unmet(
                Nested(
                    l2: $"viommu = virtio  wbinvd = {second}",
                    inner: "allow_unsafe_interrupts = yes",
                    more: $$"""
                    host third in l2 { allow_unsafe_interrupts = yes }
                    iommu third_unit on third { model = virtio }
                    device third_gpu behind third_unit { bus = pcie 0000:00:06.0  no_snoop = used  outer = inner_gpu }
                    domain third_space on third { api = vfio_type1  attach = [third_gpu] }
                    guest l3 on third { assign = [third_gpu via third_space] }
                    program deep in l3 using third_gpu {
                      buffer b = 4KiB wb
                      cpu 0 write b
                      cpu 0 wbinvd
                      dma read b no_snoop
                    }
                    expect third_gpu in box 3
                    expect l3 wbinvd {{wbinvd}}
                    expect deep {{verdict}}
                    """
                )
            )
        );

    /// <summary>L1 trusts its virtual AMD-Vi; the real unit has no snoop control.</summary>
    [Fact]
    public void A_belief_of_the_inner_kernel_that_the_hardware_does_not_share_is_a_finding() =>
        Assert.Contains(
            "the kernel believes that inner_space makes every request of inner_gpu snoop, but inner_gpu is gpu of the "
                + "machine below, and nothing in the page table there does so: its no-snoop requests bypass the caches "
                + "(drivers/iommu/amd/iommu.c:amd_iommu_enforce_cache_coherency; since 5.19)",
            Checked.Text(Nested("", viommu: "amd_vi")).Findings.Select(finding => finding.Message)
        );

    [Fact]
    public void An_upgrade_of_the_machine_starts_what_is_on_it_anew() =>
        Assert.Equal(
            ["ok", "ok", "ok", "ok", "ok"],
            Checked
                .Text(
                    Nested(
                        """
                        scenario s {
                          attach gpu to space
                          attach inner_gpu to inner_space
                          upgrade metal to 6.19
                        }
                        """
                    )
                )
                .System.Timelines[0]
                .Kernel.Operations.Select(outcome => outcome.Result)
        );
}
