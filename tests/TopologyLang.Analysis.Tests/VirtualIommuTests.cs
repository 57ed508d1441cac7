using TopologyLang.Simulation.Kernel.Views;

namespace TopologyLang.Analysis.Tests;

/// <summary>A guest that sees an IOMMU: the real one decides, the VMM may refuse.</summary>
public class VirtualIommuTests
{
    private static string Given(string viommu, string snoopControl, string more = "") =>
        $$"""
            host desk { kernel = 6.12 }
            iommu main on desk { model = intel_vtd  snoop_control = {{snoopControl}} }
            device card behind main { bus = pcie 0000:03:00.0  no_snoop = used }
            domain space on desk { api = vfio_type1  attach = [card] }
            guest vm on desk { viommu = {{viommu}}  assign = [card via space] }
            program upload in vm using card {
              buffer b = 4KiB wb
              cpu 0 write b
              dma read b no_snoop
            }
            {{more}}
            """;

    /// <summary>Nothing that the guest sees changes what the host's page table does, nor what KVM is told.</summary>
    [Theory]
    [InlineData("none", "yes", "yes", "1", "nop", "coherent")]
    [InlineData("intel_vtd", "yes", "yes", "1", "nop", "coherent")]
    [InlineData("amd_vi", "yes", "yes", "1", "nop", "coherent")]
    [InlineData("virtio", "yes", "yes", "1", "nop", "coherent")]
    [InlineData("intel_vtd", "no", "no", "3", "emulated", "stale device_reads_stale")]
    [InlineData("amd_vi", "no", "no", "3", "emulated", "stale device_reads_stale")]
    [InlineData("virtio", "no", "no", "3", "emulated", "stale device_reads_stale")]
    public void The_real_unit_decides(
        string viommu,
        string sc,
        string enforced,
        string box,
        string wbinvd,
        string verdict
    ) =>
        Assert.Empty(
            Foreseen.Unmet(
                Given(
                    viommu,
                    sc,
                    $"""
                    expect space enforced {enforced}
                    expect card in box {box}
                    expect vm wbinvd {wbinvd}
                    expect upload {verdict}
                    """
                )
            )
        );

    [Fact]
    public void A_virtual_smmu_over_a_plain_domain_is_refused()
    {
        var analysis = Checked.Text(
            """
            host server { arch = arm64  kernel = 6.17 }
            iommu smmu on server { model = arm_smmu_v3 }
            device nic behind smmu { bus = pcie 0000:01:00.0 }
            domain space on server { api = iommufd  attach = [nic] }
            guest vm on server { viommu = arm_smmu_v3  assign = [nic via space] }
            program send in vm using nic { buffer b = 4KiB wb }
            """
        );

        Assert.Contains("error TOPO3003 viommu = arm_smmu_v3", Checked.Lines(analysis));
        Assert.Contains("error TOPO4003 send", Checked.Lines(analysis));
    }

    [Theory]
    [InlineData("arm_smmu_v3")]
    public void A_machine_without_such_a_unit_is_refused(string viommu) =>
        Assert.Contains($"error TOPO3003 viommu = {viommu}", Checked.Lines(Checked.Text(Given(viommu, "yes"))));

    /// <summary>The file's own word on the virtual unit: with snoop control QEMU refuses the device (7.0).</summary>
    [Theory]
    [InlineData("", false)]
    [InlineData("snoop_control = no", false)]
    [InlineData("snoop_control = yes", true)]
    public void A_virtual_unit_with_snoop_control_is_refused(string declared, bool refused)
    {
        var text = Given(
            "intel_vtd",
            "yes",
            $$"""
            host inner in vm { }
            iommu virtual on inner { model = intel_vtd  {{declared}} }
            """
        );

        Assert.Equal(refused, Checked.Lines(Checked.Text(text)).Contains("error TOPO3003 viommu = intel_vtd"));
    }

    [Theory]
    [InlineData("vmm = crosvm", "vm: what crosvm does behind a virtual IOMMU was not read; what QEMU does is known")]
    [InlineData("", "Coherent")]
    public void Another_vmm_is_not_known(string vmm, string expected)
    {
        var text = Given("virtio", "yes")
            .Replace("viommu = virtio", $"viommu = virtio  {vmm}", StringComparison.Ordinal);

        Assert.EndsWith(expected, Foreseen.Run(text, "upload"), StringComparison.Ordinal);
    }

    [Fact]
    public void Devices_behind_a_virtual_iommu_do_not_share_a_container()
    {
        var text = Given("intel_vtd", "yes", "device second behind main { bus = pcie 0000:04:00.0 }")
            .Replace("attach = [card]", "attach = [card, second]", StringComparison.Ordinal)
            .Replace(
                "assign = [card via space]",
                "assign = [card via space, second via space]",
                StringComparison.Ordinal
            );

        Assert.StartsWith(
            "Error: card and second share space, but behind a virtual IOMMU each device has "
                + "an address space of its own",
            Foreseen.Run(text, "upload"),
            StringComparison.Ordinal
        );
        Assert.Contains("error TOPO3003 viommu = intel_vtd", Checked.Lines(Checked.Text(text)));
    }

    /// <summary>
    /// QEMU's machines of these architectures take a virtio-iommu; the others have nowhere to put one.
    /// </summary>
    [Theory]
    [InlineData("arm64", false)]
    [InlineData("riscv64", false)]
    [InlineData("loongarch64", false)]
    [InlineData("s390x", true)]
    [InlineData("ppc64", true)]
    public void A_virtio_iommu_on_every_architecture(string arch, bool refused)
    {
        var analysis = Checked.Text(
            $$"""
            host server { arch = {{arch}} }
            device nic on server { bus = pcie 0000:01:00.0 }
            domain space on server { api = iommufd }
            guest vm on server { viommu = virtio  assign = [nic via space] }
            """
        );

        Assert.Equal(refused, Checked.Lines(analysis).Contains("error TOPO3003 viommu = virtio"));
    }

    /// <summary>
    /// vhost-vdpa asks for no enforcement, whatever the guest sees: what it maps is what the guest maps.
    /// </summary>
    [Theory]
    [InlineData("none", "Stale")]
    [InlineData("virtio", "Stale")]
    [InlineData("intel_vtd", "Stale")]
    public void A_vhost_vdpa_device_behind_a_virtual_iommu_is_as_without(string viommu, string verdict) =>
        Assert.StartsWith(
            verdict,
            Foreseen.Run(Given(viommu, "yes").Replace("vfio_type1", "vhost_vdpa", StringComparison.Ordinal), "upload"),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_vhost_vdpa_device_behind_a_unit_that_tells_nothing_is_not_known()
    {
        var analysis = Checked.Text(
            """
            host server { arch = arm64 }
            iommu smmu on server { model = arm_smmu_v3 }
            device nic behind smmu { bus = pcie 0000:01:00.0 }
            domain space on server { api = vhost_vdpa  attach = [nic] }
            guest vm on server { viommu = arm_smmu_v3  assign = [nic via space] }
            program send in vm using nic { buffer b = 4KiB wb }
            """
        );

        Assert.Equal(["warning TOPO9003 send"], Checked.Lines(analysis));
    }

    [Fact]
    public void The_hover_says_what_the_guest_sees()
    {
        var analysis = Checked.Text(Given("amd_vi", "no"));

        var guest = analysis.System.Timelines[0].End.GuestOf("vm");

        Assert.Contains(
            guest.ViommuChain,
            reason => reason.Text.Contains("nobody reads that bit", StringComparison.Ordinal)
        );
        Assert.Contains(
            guest.ViommuChain,
            reason => reason.Uncertain && reason.Text.Contains("10.2", StringComparison.Ordinal)
        );
    }
}
