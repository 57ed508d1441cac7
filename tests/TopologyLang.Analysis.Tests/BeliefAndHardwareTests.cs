using TopologyLang.Analysis.Findings;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// Where what the kernel believes and what the hardware does differ: each case gives a finding that names both, the
/// kernel's function and the versions.
/// </summary>
public class BeliefAndHardwareTests
{
    private const string TwoUnits = """
        host server { kernel = 6.8 }
        iommu gfx on server { model = intel_vtd  snoop_control = no }
        iommu main on server { model = intel_vtd  snoop_control = yes }
        device igpu behind gfx { bus = pcie 0000:00:02.0  no_snoop = used }
        device nic behind main { bus = pcie 0000:03:00.0  no_snoop = used }
        domain ioas on server { api = iommufd }
        guest vm on server { assign = [igpu via ioas, nic via ioas] }

        """;

    private static string Message(string text, string device = "")
    {
        var findings = Checked.Text(text).Findings.Where(finding => finding.Code == FindingCode.BeliefDiffers).ToList();
        return Assert
            .Single(
                findings,
                finding => device.Length == 0 || finding.Message.Contains(device, StringComparison.Ordinal)
            )
            .Message;
    }

    private static void Names(string message, params string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));

    [Fact]
    public void A_page_table_of_iommufd_that_an_enforcing_device_shares_with_one_that_does_not() =>
        Names(
            Message(
                TwoUnits
                    + "scenario s {\nattach igpu to ioas\nattach nic to ioas\nkvm add igpu to vm\nkvm add nic to vm\n}"
            ),
            "KVM takes nic for a device whose no-snoop is blocked",
            "shares a page table that was made for igpu",
            "wbinvd of vm does nothing any more",
            "iommufd_hwpt_paging_alloc",
            "since 6.7"
        );

    [Fact]
    public void And_what_unplugging_the_other_does_to_the_guest() =>
        Names(
            Message(
                TwoUnits
                    + "scenario s {\nattach igpu to ioas\nattach nic to ioas\nkvm add igpu to vm\nkvm add nic to vm\n"
                    + "kvm remove igpu from vm\ndetach igpu from ioas\n}"
            ),
            "KVM takes all DMA of vm as coherent (no-snoop of nic can be blocked",
            "made for igpu and does not enforce",
            "drivers/vfio/vfio_main.c:vfio_file_enforced_coherent; "
                + "drivers/iommu/iommufd/hw_pagetable.c:iommufd_hwpt_paging_alloc",
            "since 6.7"
        );

    [Fact]
    public void Version_2_tables_of_amd() =>
        Names(
            Message(
                """
                host server { vendor = amd  kernel = 6.13 }
                iommu main on server { model = amd_vi  page_table = v2 }
                device nic behind main { bus = pcie 0000:03:00.0  no_snoop = used }
                domain space on server { api = vfio_type1  attach = [nic] }
                """
            ),
            "believes that space makes every request of nic snoop",
            "version 2 table, which has no FC bit",
            "amd_iommu_enforce_cache_coherency",
            "since 6.13"
        );

    [Fact]
    public void An_smmu_that_reports_coherency_for_a_master_that_has_none() =>
        Names(
            Message(
                """
                host board { arch = arm64  kernel = 6.8  msi_isolation = yes }
                iommu smmu on board { model = arm_smmu_v3  coherent_walk = yes }
                device dma behind smmu { dma_coherent = no }
                domain space on board { api = vfio_type1  attach = [dma] }
                """
            ),
            "believes that IOMMU_CACHE makes the DMA of dma coherent",
            "no coherent path",
            "drivers/iommu/arm/arm-smmu-v3/arm-smmu-v3.c:arm_smmu_capable",
            "since 6.1"
        );

    /// <summary>
    /// The first-stage table of the enforcing device is shared by one whose unit has no snoop control.
    /// </summary>
    [Theory]
    [InlineData("6.19", true)]
    [InlineData("6.18", false)]
    public void A_first_stage_page_table_without_snoop_control(string kernel, bool shared)
    {
        var text = $$"""
            host server { kernel = {{kernel}} }
            iommu gfx on server { model = intel_vtd  scalable_mode = yes  first_stage = yes  snoop_control = no }
            iommu main on server { model = intel_vtd  scalable_mode = yes  first_stage = yes }
            device nic behind main { bus = pcie 0000:03:00.0  no_snoop = used }
            device igpu behind gfx { bus = pcie 0000:00:02.0  no_snoop = used }
            domain ioas on server { api = iommufd  attach = [nic, igpu] }
            """;

        Assert.Equal(shared, Checked.Text(text).Findings.Any(finding => finding.Code == FindingCode.BeliefDiffers));
        if (shared)
        {
            Names(
                Message(text),
                "believes that ioas makes every request of igpu snoop",
                "PGSNP is a reserved bit there",
                "paging_domain_compatible_first_stage",
                "since 6.19"
            );
        }
    }

    /// <summary>
    /// A driver that relies on its requests bypassing the caches is as wrong there as one that relies on the opposite.
    /// </summary>
    [Theory]
    [InlineData("yes", VerdictKind.Coherent)]
    [InlineData("no", VerdictKind.Stale)]
    public void What_a_reserved_bit_does_is_not_relied_on(string uncachedChecks, VerdictKind expected)
    {
        var analysis = Checked.Text(
            $$"""
            host server { kernel = 7.0  uncached_checks = {{uncachedChecks}} }
            iommu gfx on server { model = intel_vtd  scalable_mode = yes  first_stage = yes  snoop_control = no }
            iommu main on server { model = intel_vtd  scalable_mode = yes  first_stage = yes }
            device nic behind main { bus = pcie 0000:03:00.0 }
            device igpu behind gfx { bus = pcie 0000:00:02.0  no_snoop = used }
            domain ioas on server { api = iommufd  attach = [nic, igpu] }
            guest vm on server { assign = [nic via ioas, igpu via ioas] }
            program draw in vm using igpu {
              buffer ring = 4KiB uc
              cpu 0 write ring
              dma read ring no_snoop
            }
            """
        );

        Assert.Equal(
            expected,
            analysis.System.Timelines.Single().Runs.Single(run => run.Program.Name == "draw").Verdict.Kind
        );
    }

    [Fact]
    public void An_empty_container_counts_as_coherent() =>
        Names(
            Message(
                Checked.Machine.Replace("kernel = 6.8", "kernel = 6.1", StringComparison.Ordinal)
                    + "scenario s {\nkvm add igpu to vm\nattach igpu to space\n}"
            ),
            "is in no container yet, which counts as coherent",
            "possible and not blocked",
            "vfio_file_enforced_coherent",
            "from 5.19 to 6.1"
        );

    [Fact]
    public void A_group_whose_devices_change_after_kvm_add() =>
        Names(
            Message(
                """
                host server { kernel = 6.8 }
                iommu gfx on server { model = intel_vtd  snoop_control = no }
                iommu main on server { model = intel_vtd }
                device nic behind main { bus = pcie 0000:03:00.0  group = 7 }
                device igpu behind gfx { bus = pcie 0000:03:00.1  group = 7  no_snoop = used }
                domain space on server { api = vfio_type1 }
                guest vm on server { assign = [nic via space, igpu via space] }
                scenario s {
                  attach nic to space
                  kvm add nic to vm
                  attach igpu to space
                  kvm add igpu to vm
                }
                """,
                "no-snoop of igpu is possible"
            ),
            "igpu came to the group's file later, and nobody asked again",
            "no-snoop of igpu is possible and not blocked",
            "drivers/vfio/group.c:vfio_group_enforced_coherent",
            "since 6.2"
        );

    [Fact]
    public void No_snoop_that_the_guest_turns_on_after_the_domains_were_set_up() =>
        Names(
            Message(
                Checked.Machine.Replace("no_snoop = used", "no_snoop = disabled", StringComparison.Ordinal)
                    + "scenario s {\nattach igpu to space\nkvm add igpu to vm\nset igpu no_snoop enabled by guest\n}"
            ),
            "could not set no-snoop when it was given to its guest",
            "the guest turned Enable No Snoop on",
            "init_pci_cap_exp_perm",
            "every known version"
        );

    [Fact]
    public void A_function_level_reset_that_restores_the_bit() =>
        Names(
            Message(Checked.Machine + "scenario s {\nset igpu no_snoop disabled by host\nreset igpu\n}"),
            "reads 0 after a reset",
            "reset value is 1",
            "pci_restore_pcie_state",
            "every known version"
        );

    [Theory]
    [InlineData("cpu 0 wbinvd", true)]
    [InlineData("", false)]
    public void The_mask_of_wbinvd(string first, bool missed)
    {
        var text =
            Checked.Machine
            + $$"""
                program p in vm using igpu {
                  buffer b = 4KiB wb
                  {{first}}
                  cpu 0 write b
                  cpu 0 move
                  cpu 0 wbinvd
                  dma read b no_snoop
                }
                """;

        Assert.Equal(missed, Checked.Text(text).Findings.Any(finding => finding.Code == FindingCode.BeliefDiffers));
        Assert.Equal(missed, Checked.Runs(Checked.Text(text)).Single().Verdict.IsFault);
        if (missed)
        {
            Names(
                Message(text),
                "takes its wbinvd for one that empties every cache",
                "stays in that cache",
                "kvm_emulate_wbinvd_noskip",
                "kvm_arch_vcpu_load",
                "every known version"
            );
        }
    }

    private const string TwoDevicesOfOneKind = """
        host h { kernel = 5.15  allow_unsafe_interrupts = yes }
        iommu i on h { model = loongarch }
        device a1 behind i { bus = pcie 0000:04:00.0 }
        device a2 behind i { bus = pcie 0000:05:00.0 }
        device b1 behind i { bus = platform }

        """;

    /// <summary>
    /// The answers for two files may be the same words, so they are counted by file and not by what they say.
    /// </summary>
    [Theory]
    [InlineData("domain s on h { api = vfio_type1 }\nguest g on h { assign = [a1 via s, a2 via s] }", "s")]
    [InlineData(
        "domain s on h { api = vfio_type1 }\ndomain t on h { api = vfio_type1 }\n"
            + "guest g on h { assign = [a1 via s, a2 via s, b1 via t] }",
        "s"
    )]
    [InlineData(
        "domain s on h { api = vfio_type1 }\ndomain t on h { api = vfio_type1 }\n"
            + "guest g on h { assign = [b1 via t, a1 via s, a2 via s] }",
        "s"
    )]
    public void What_kvm_was_told_is_told_of_the_container_of_the_device(string rest, string container) =>
        Assert.All(
            ["a1", "a2"],
            device =>
                Names(
                    Message(TwoDevicesOfOneKind + rest, $"but no-snoop of {device}"),
                    $"KVM takes all DMA of g as coherent (the container {container} answers VFIO_DMA_CC_IOMMU with 1"
                )
        );
}
