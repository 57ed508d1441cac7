using System.Collections.Immutable;
using TopologyLang.Analysis.Advice;

namespace TopologyLang.Analysis.Tests;

public class AdviceTests
{
    /// <summary>
    /// The rest of a machine with one PCIe device, what is advised, and what of the changes is named; null: there are
    /// none.
    /// </summary>
    public static TheoryData<string, string, string, Suitability, string?> Machines =>
        new()
        {
            // Snoop control in the unit: Linux enforces, nothing can bypass the caches.
            { "kernel = 6.8", "model = intel_vtd  snoop_control = yes", "no_snoop = used", Suitability.Safe, null },
            // The file does not say whether the unit has it: what is called safe on one machine leaks on another.
            {
                "kernel = 6.8",
                "model = intel_vtd",
                "no_snoop = used",
                Suitability.Unknown,
                "vfio_forces_no_snoop_off"
            },
            // None, and the function can set no-snoop: even a device whose own driver does not use it, as the guest's
            // driver decides that.
            {
                "kernel = 6.8",
                "model = intel_vtd  snoop_control = no",
                "no_snoop = enabled",
                Suitability.Unsafe,
                "vfio_forces_no_snoop_off"
            },
            {
                "kernel = 6.8",
                "model = intel_vtd  snoop_control = no",
                "no_snoop = disabled",
                Suitability.Unsafe,
                "vfio_forces_no_snoop_off"
            },
            {
                "kernel = 6.8",
                "model = intel_vtd  snoop_control = no",
                "no_snoop = hardwired_zero",
                Suitability.Safe,
                null
            },
            // VFIO refuses it: without interrupt remapping, and behind virtio-iommu on 5.19, which began to ask; an
            // update mended it.
            {
                "kernel = 6.8",
                "model = intel_vtd  interrupt_remapping = no",
                "no_snoop = hardwired_zero",
                Suitability.Refused,
                "allow_unsafe_interrupts=1"
            },
            {
                "kernel = 5.19  msi_isolation = yes",
                "model = virtio",
                "no_snoop = hardwired_zero",
                Suitability.Refused,
                "Linux 5.19.9 or newer: safe"
            },
        };

    [Theory]
    [MemberData(nameof(Machines))]
    public void Each_machine_gets_its_answer_and_a_change_that_was_simulated(
        string host,
        string iommu,
        string device,
        Suitability expected,
        string? change
    )
    {
        var advice = Assert.Single(
            Of(
                $$"""
                host desk { {{host}} }
                iommu unit on desk { {{iommu}} }
                device card behind unit { bus = pcie 0000:03:00.0  {{device}} }
                """
            )
        );

        Assert.Equal(expected, advice.Suitability);
        Assert.Equal(change is null, advice.Changes.IsEmpty);
        Assert.Contains(change ?? "", string.Join('\n', advice.Changes), StringComparison.Ordinal);
        Assert.NotEmpty(advice.Why);
    }

    [Fact]
    public void A_device_is_looked_at_alone_whatever_the_file_gives_to_whom()
    {
        var advice = Of(
            """
            host desk { kernel = 6.8 }
            iommu gfx on desk { model = intel_vtd  snoop_control = no }
            iommu main on desk { model = intel_vtd  snoop_control = yes }
            device igpu behind gfx { bus = pcie 0000:00:02.0 }
            device nic behind main { bus = pcie 0000:03:00.0 }
            domain both on desk { api = vfio_type1  attach = [igpu, nic] }
            guest vm on desk { assign = [igpu via both, nic via both]  kvm_vfio = no }
            """
        );

        Assert.Equal([("igpu", "emulated"), ("nic", "nop")], advice.Select(one => (one.Device, one.Wbinvd)));
    }

    [Fact]
    public void A_mediated_device_and_a_virtual_function_are_no_safer_than_the_function_that_makes_their_requests() =>
        Assert.Equal(
            [Suitability.Unsafe, Suitability.Unsafe, Suitability.Unsafe],
            Of(
                    """
                    host desk { kernel = 6.8 }
                    iommu gfx on desk { model = intel_vtd  snoop_control = no }
                    device gpu behind gfx { bus = pcie 0000:01:00.0 }
                    device slice on desk { mdev_of = gpu }
                    device vf behind gfx { bus = pcie 0000:01:00.1  vf_of = gpu  no_snoop = hardwired_zero }
                    """
                )
                .Select(one => one.Suitability)
        );

    [Fact]
    public void A_device_whose_ordinary_requests_bypass_the_caches_is_not_excused_by_a_hardwired_bit()
    {
        var advice = Of(
            """
            host board { arch = arm64  kernel = 6.12 }
            iommu smmu on board { model = arm_smmu_v3 }
            device dma behind smmu { bus = pcie 0000:01:00.0  no_snoop = hardwired_zero  dma_coherent = no }
            """
        )[0];

        Assert.Equal(Suitability.Unsafe, advice.Suitability);
        Assert.Contains("its requests bypass the caches", AdviceText.Render(advice), StringComparison.Ordinal);
        Assert.DoesNotContain("hardwired", AdviceText.Render(advice), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_host_in_a_guest_nothing_is_promised() =>
        Assert.Equal(
            [("card", Suitability.Safe), ("inner_card", Suitability.Unknown)],
            Of(
                    """
                    host desk { kernel = 6.8 }
                    iommu main on desk { model = intel_vtd  snoop_control = yes }
                    device card behind main { bus = pcie 0000:01:00.0 }
                    domain space on desk { api = vfio_type1  attach = [card] }
                    guest vm on desk { assign = [card via space] }
                    host inner in vm { kernel = 6.8 }
                    device inner_card on inner { bus = pcie 0000:00:05.0  outer = card }
                    """
                )
                .Select(one => (one.Device, one.Suitability))
        );

    [Fact]
    public void A_group_goes_as_a_whole()
    {
        var advice = Of(
            """
            host desk { kernel = 6.8 }
            iommu main on desk { model = intel_vtd }
            device nic behind main { bus = pcie 0000:03:00.0  group = g }
            device disk behind main { bus = pcie 0000:03:00.1  group = g  bound = nvme }
            """
        );

        Assert.Equal((Suitability.Refused, "EPERM"), (advice[0].Suitability, advice[0].Attach));
    }

    [Fact]
    public void The_text_says_it_in_a_few_lines()
    {
        var text = AdviceText
            .Render(
                Of(
                    """
                    host desk { kernel = 6.8 }
                    iommu main on desk { model = intel_vtd  snoop_control = yes }
                    device nic behind main { bus = pcie 0000:03:00.0 }
                    """
                )[0]
            )
            .Split('\n');

        Assert.Equal("nic (0000:03:00.0) on desk, Linux 6.8: safe if nic has no ATS", text[0]);
        Assert.Equal("  pass it through: its page table makes every request snoop the caches", text[1]);
        Assert.StartsWith("  because SNP is set", text[2], StringComparison.Ordinal);
        Assert.Equal(
            "  guest: wbinvd does nothing; its memory types (PAT) are ignored, all of its memory is write-back",
            text[3]
        );
    }

    private static ImmutableArray<DeviceAdvice> Of(string text) =>
        Advisor.Of(Checked.Text(text), CancellationToken.None);
}
