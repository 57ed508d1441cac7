using TopologyLang.Simulation.Kernel.Views;

namespace TopologyLang.Analysis.Tests;

/// <summary>Virtual IOMMUs and hosts in guests over nested page tables, with ATS and with processes.</summary>
public class NestedPageTableTests
{
    private const string Unit = "scalable_mode = yes  first_stage = yes  nested = yes  snoop_control";
    private const string Virtual = "scalable_mode = yes  first_stage = yes  second_stage = no";

    private static string Metal(
        string more,
        string sc = "yes",
        string real = "",
        string unit = Virtual,
        string inner = ""
    ) =>
        $$"""
            host metal { kernel = 6.17 }
            iommu main on metal { model = intel_vtd  {{Unit}} = {{sc}} }
            device gpu behind main { bus = pcie 0000:03:00.0  no_snoop = used  {{real}} }
            domain memory on metal { api = iommufd }
            domain nested on metal { api = iommufd  parent = memory }
            guest l1 on metal { viommu = intel_vtd  assign = [gpu via nested] }
            host inside in l1 { kernel = 6.17  cpus = 1 }
            iommu virtual on inside { model = intel_vtd  {{unit}} }
            device inner_gpu behind virtual { bus = pcie 0000:00:05.0  no_snoop = used  outer = gpu  {{inner}} }
            {{more}}
            """;

    private const string Own = """
        program flip on inside using inner_gpu {
          buffer b = 4KiB wb
          cpu 0 write b
          cpu 0 wbinvd
          dma read b no_snoop
        }
        """;

    /// <summary>The parent of the machine decides; L1's KVM never sees a unit that blocks no-snoop.</summary>
    [Theory]
    [InlineData("yes", "1", "nop", "nop", "coherent")]
    [InlineData("no", "3", "emulated", "emulated", "coherent")]
    public void The_machines_parent_decides_for_the_guest_of_a_guest(
        string sc,
        string box,
        string l1,
        string l2,
        string verdict
    ) =>
        Assert.Empty(
            Foreseen.Unmet(
                Metal(
                    sc: sc,
                    more: $$"""
                    domain inner_space on inside { api = vfio_type1  attach = [inner_gpu] }
                    guest l2 on inside { assign = [inner_gpu via inner_space] }
                    program flip in l2 using inner_gpu {
                      buffer b = 4KiB wb
                      cpu 0 write b
                      cpu 0 wbinvd
                      dma read b no_snoop
                    }
                    expect nested enforced {{sc}}
                    expect inner_space enforced no
                    expect gpu in box {{box}}
                    expect inner_gpu in box {{box}}
                    expect l1 wbinvd {{l1}}
                    expect l2 wbinvd {{l2}}
                    expect flip {{verdict}}
                    """
                )
            )
        );

    /// <summary>Nobody found says whether VT-d gives N = 1, and the guest's wbinvd is skipped.</summary>
    [Theory]
    [InlineData("", "", "coherent", "1")]
    [InlineData("", "ats = yes", "coherent", "1")]
    [InlineData("ats = yes", "", "stale device_reads_stale", null)]
    public void The_real_devices_ats_counts(string real, string inner, string verdict, string? box)
    {
        var text = Metal(real: real, inner: inner, more: $"{Own}\nexpect l1 wbinvd nop\nexpect flip {verdict}");

        Assert.Empty(Foreseen.Unmet(box is null ? text : $"{text}\nexpect inner_gpu in box {box}"));
    }

    [Theory]
    [InlineData("intel_vtd", "yes", "ats = yes", "stale device_reads_stale")]
    [InlineData("intel_vtd", "no", "ats = yes", "stale device_reads_stale")]
    [InlineData("virtio", "yes", "ats = yes", "stale device_reads_stale")]
    [InlineData("virtio", "yes", "", "coherent")]
    public void A_shadowed_page_table_leaves_ats_to_the_machine(string viommu, string sc, string ats, string verdict) =>
        Assert.Empty(
            Foreseen.Unmet(
                $$"""
                host desk { kernel = 6.12 }
                iommu main on desk { model = intel_vtd  snoop_control = {{sc}} }
                device card behind main { bus = pcie 0000:03:00.0  no_snoop = used  {{ats}} }
                domain space on desk { api = vfio_type1  attach = [card] }
                guest vm on desk { viommu = {{viommu}}  assign = [card via space] }
                program upload in vm using card {
                  buffer b = 4KiB wb
                  cpu 0 write b
                  dma read b no_snoop
                }
                expect upload {{verdict}}
                """
            )
        );

    /// <summary>What the inner kernel refuses is known; what a binding comes to below is not.</summary>
    [Theory]
    [InlineData("", "ENOSPC")]
    [InlineData("pasid = yes", "EINVAL")]
    [InlineData("pasid = yes  ats = yes", "unknown")]
    public void A_process_of_a_host_in_a_guest(string device, string result) =>
        Assert.Equal(
            [result],
            Checked
                .Text(
                    Metal(
                        inner: device,
                        more: """
                        domain work on inside { api = sva }
                        scenario s {
                          attach gpu to nested
                          attach inner_gpu to work
                        }
                        """
                    )
                )
                .System.Timelines.Single(timeline => timeline.Scenario == "s")
                .Kernel.Operations.Where(outcome => outcome.Operation.Domain == "work")
                .Select(outcome => outcome.Result)
        );

    [Fact]
    public void A_program_over_a_process_of_a_host_in_a_guest_is_undecided() =>
        Assert.StartsWith(
            "Undecided: inside runs in a guest and binds",
            Foreseen.Run(
                Metal(
                    inner: "pasid = yes  ats = yes",
                    real: "pasid = yes  ats = yes",
                    more: $"domain work on inside {{ api = sva  attach = [inner_gpu] }}\n{Own}"
                ),
                "flip"
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void Nesting_in_a_guest_is_undecided() =>
        Assert.StartsWith(
            "Undecided: inner_nested is nested in inner_memory by inside",
            Foreseen.Run(
                Metal(
                    unit: "scalable_mode = yes  first_stage = yes  nested = yes",
                    more: $$"""
                    domain inner_memory on inside { api = iommufd }
                    domain inner_nested on inside { api = iommufd  parent = inner_memory  attach = [inner_gpu] }
                    guest l2 on inside { assign = [inner_gpu via inner_nested] }
                    {{Own.Replace("on inside", "in l2", StringComparison.Ordinal)}}
                    """
                ),
                "flip"
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("", "Undecided: l1 has nested domains, so virtual has first-stage tables, and is declared without")]
    [InlineData(
        Virtual + "  snoop_control = yes",
        "Undecided: the virtual unit virtual has snoop control: whether QEMU takes"
    )]
    public void A_unit_that_does_not_fit_nested_domains_is_undecided(string unit, string why) =>
        Assert.StartsWith(why, Foreseen.Run(Metal(Own, unit: unit), "flip"), StringComparison.Ordinal);

    [Fact]
    public void A_unit_nests_for_every_device_or_for_none() =>
        Assert.StartsWith(
            "Undecided: l1: QEMU's unit nests the guest's page tables for every assigned device or for none; nic has "
                + "none nested",
            Foreseen.Run(
                Metal($"device nic behind main {{ bus = pcie 0000:04:00.0 }}\n{Own}")
                    .Replace("[gpu via nested]", "[gpu via nested, nic via memory]", StringComparison.Ordinal),
                "flip"
            ),
            StringComparison.Ordinal
        );

    private static string Arm(string device, string unit) =>
        $$"""
            host server { arch = arm64  kernel = 6.17  firmware = acpi  fwb = yes }
            iommu smmu on server { model = arm_smmu_v3  {{unit}} }
            device nic behind smmu { bus = pcie 0000:01:00.0  {{device}} }
            domain memory on server { api = iommufd }
            domain nested on server { api = iommufd  parent = memory }
            guest vm on server { viommu = arm_smmu_v3  assign = [nic via nested] }
            host inside in vm { arch = arm64  kernel = 6.17  firmware = acpi  fwb = yes  cpus = 1 }
            iommu virtual on inside { model = arm_smmu_v3 }
            device inner_nic behind virtual { bus = pcie 0000:00:01.0  {{device}}  outer = nic }
            program send on inside using inner_nic {
              buffer b = 4KiB wb
              cpu 0 write b
              dma read b
            }
            """;

    /// <summary>
    /// A host in a guest behind a virtual SMMU: Linux nests it only where its own stage 1 has no say.
    /// </summary>
    [Theory]
    [InlineData("no_snoop = hardwired_zero  dma_coherent = yes", "s2fwb = yes", "Coherent")]
    [InlineData("no_snoop = hardwired_zero  canwbs = yes", "", "Coherent")]
    [InlineData("no_snoop = hardwired_zero", "", "Error: ")]
    public void A_host_behind_a_virtual_smmu(string device, string unit, string expected) =>
        Assert.StartsWith(expected, Foreseen.Run(Arm(device, unit), "send"), StringComparison.Ordinal);

    [Fact]
    public void Behind_a_virtual_smmu_the_guest_has_the_last_word_about_ats()
    {
        var ats = Checked
            .Text(Arm("no_snoop = hardwired_zero  ats = yes", "s2fwb = yes"))
            .System.Timelines[0]
            .End.DeviceOf("inner_nic")
            .Ats;

        Assert.True(ats.On);
        Assert.Contains(
            ats.Chain,
            reason => reason.Uncertain && reason.Text.Contains("EATS", StringComparison.Ordinal)
        );
    }
}
