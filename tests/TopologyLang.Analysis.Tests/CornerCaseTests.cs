namespace TopologyLang.Analysis.Tests;

/// <summary>
/// Corner cases of the control plane that were found by reading the kernel, each as a file with what must come out.
/// Every expectation must be met in the version that is named, and the last of a pair shows the version or the machine
/// in which it is otherwise.
/// </summary>
public class CornerCaseTests
{
    private const string SharedTable = """
        host server { kernel = KERNEL }
        iommu gfx on server { model = intel_vtd  snoop_control = no  GFX }
        iommu main on server { model = intel_vtd  snoop_control = yes }
        device igpu behind gfx { bus = pcie 0000:00:02.0  no_snoop = used }
        device nic behind main { bus = pcie 0000:03:00.0  no_snoop = used }
        domain space on server { api = API }
        guest vm on server { assign = [igpu via space, nic via space] }
        program send in vm using nic {
          buffer packet = 2KiB wb
          cpu 0 write packet
          cpu 0 wbinvd
          dma read packet no_snoop
        }
        scenario unplug {
          attach igpu to space
          attach nic to space
          kvm add igpu to vm
          kvm add nic to vm
          run send
          kvm remove igpu from vm
          detach igpu from space
          run send
        }
        expect unplug run 0 coherent
        expect vm wbinvd nop

        """;

    /// <summary>
    /// 1: unplugging the device without snoop control takes the guest's wbinvd away from the one that shares its page
    /// table. A container is immune, and so were the kernels that upgraded page tables.
    /// </summary>
    [Theory]
    [InlineData(
        "6.7",
        "iommufd",
        "expect unplug run 1 stale device_reads_stale\nexpect nic in box 3\nexpect space enforced no"
    )]
    [InlineData(
        "7.2",
        "iommufd",
        "expect unplug run 1 stale device_reads_stale\nexpect nic in box 3\nexpect space enforced no"
    )]
    [InlineData("6.6", "iommufd", "expect unplug run 1 coherent\nexpect nic in box 1\nexpect space enforced yes")]
    [InlineData("6.2", "iommufd", "expect unplug run 1 coherent\nexpect nic in box 1\nexpect space enforced yes")]
    [InlineData("7.2", "vfio_type1", "expect unplug run 1 coherent\nexpect nic in box 1\nexpect space enforced yes")]
    public void An_enforcing_device_in_a_page_table_that_does_not_enforce(string kernel, string api, string expected) =>
        MeetsAll(Filled(SharedTable, kernel, api, "") + expected);

    /// <summary>
    /// 2: it takes compatible page tables. Where the units differ in walk coherency, the driver says EINVAL, and the
    /// second device gets a page table of its own, which enforces.
    /// </summary>
    [Theory]
    [InlineData(
        "6.13",
        "coherent_walk = no",
        "expect unplug run 1 coherent\nexpect nic in box 1\nexpect space enforced yes"
    )]
    [InlineData("6.13", "", "expect unplug run 1 stale device_reads_stale\nexpect nic in box 3")]
    public void Only_compatible_page_tables_are_shared(string kernel, string gfx, string expected) =>
        MeetsAll(Filled(SharedTable, kernel, "iommufd", gfx) + expected);

    /// <summary>3: AMD's version 2 tables claim enforcement without an FC bit.</summary>
    [Theory]
    [InlineData("v1", "expect nic in box 1")]
    [InlineData("v2", "expect nic in box 3")]
    public void Tables_of_amd_that_claim_enforcement(string table, string expected) =>
        MeetsAll(
            $$"""
            host server { vendor = amd  kernel = 6.19 }
            iommu main on server { model = amd_vi  page_table = {{table}} }
            device nic behind main { bus = pcie 0000:03:00.0  no_snoop = used }
            domain space on server { api = iommufd  attach = [nic] }
            guest vm on server { assign = [nic via space] }
            expect space enforced yes
            expect vm wbinvd nop
            {{expected}}
            """
        );

    /// <summary>
    /// 4: the capability of SMMUv3 is a word about the SMMU's own walks, since 6.1; the master is not asked (seed 004).
    /// </summary>
    [Theory]
    [InlineData("6.0", "no", "ok")]
    [InlineData("6.1", "no", "fails EINVAL")]
    [InlineData("6.1", "yes", "ok")]
    [InlineData("7.2", "yes", "ok")]
    public void A_master_without_coherency_behind_smmu_v3(string kernel, string walk, string attach) =>
        MeetsAll(
            $$"""
            host board { arch = arm64  kernel = {{kernel}}  msi_isolation = yes }
            iommu smmu on board { model = arm_smmu_v3  coherent_walk = {{walk}} }
            device dma behind smmu { dma_coherent = no }
            domain space on board { api = vfio_type1  attach = [dma] }
            guest vm on board { assign = [dma via space] }
            program receive in vm using dma {
              buffer packet = 2KiB wb
              cpu 0 write packet
              dma read packet
            }
            expect attach dma to space {{attach}}
            {{(attach == "ok" ? "expect receive stale device_reads_stale" : "")}}
            """
        );

    /// <summary>
    /// 5: a first-stage table that enforces takes a device whose unit has no snoop control since 6.19.
    /// </summary>
    [Theory]
    [InlineData("6.18", "no")]
    [InlineData("6.19", "yes")]
    public void A_first_stage_table_and_a_unit_without_snoop_control(string kernel, string enforced) =>
        MeetsAll(
            $$"""
            host server { kernel = {{kernel}} }
            iommu gfx on server { model = intel_vtd  scalable_mode = yes  first_stage = yes  snoop_control = no }
            iommu main on server { model = intel_vtd  snoop_control = yes  scalable_mode = yes  first_stage = yes }
            device nic behind main { bus = pcie 0000:03:00.0  no_snoop = used }
            device igpu behind gfx { bus = pcie 0000:00:02.0  no_snoop = used }
            domain space on server { api = iommufd  attach = [nic, igpu] }
            expect nic in box 1
            expect igpu in box 3
            expect space enforced {{enforced}}
            """
        );

    /// <summary>6: the mask of wbinvd is the vCPU's own; what another vCPU wrote is not flushed.</summary>
    [Theory]
    [InlineData("cpu 0", "coherent")]
    [InlineData("cpu 1", "stale device_reads_stale")]
    [InlineData("cpu all", "coherent")]
    public void The_mask_of_wbinvd_is_per_vcpu(string flusher, string verdict) =>
        MeetsAll(
            Checked.Machine.Replace("guest vm on desk {", "guest vm on desk { vcpus = 2 ", StringComparison.Ordinal)
                + $$"""
                program flip in vm using igpu {
                  buffer frame = 4KiB wb
                  cpu 0 write frame
                  {{flusher}} wbinvd
                  dma read frame no_snoop
                }
                expect vm wbinvd emulated
                expect flip {{verdict}}
                """
        );

    /// <summary>
    /// 7: only the first device of a group is asked whether its page table is to enforce; the later one follows.
    /// </summary>
    [Theory]
    [InlineData("igpu", "nic", "ok", "ok", "3")]
    [InlineData("nic", "igpu", "fails EINVAL", "ok", "3")]
    public void The_first_device_of_a_group_decides(
        string first,
        string second,
        string firstResult,
        string secondResult,
        string box
    ) =>
        MeetsAll(
            $$"""
            host server { kernel = 6.8 }
            iommu gfx on server { model = intel_vtd  snoop_control = no }
            iommu main on server { model = intel_vtd  snoop_control = yes }
            device igpu behind gfx { bus = pcie 0000:00:02.0  no_snoop = used  group = 5 }
            device nic behind main { bus = pcie 0000:03:00.0  no_snoop = used  group = 5 }
            domain space on server { api = iommufd }
            scenario s {
              attach {{first}} to space
              attach {{second}} to space
            }
            expect attach {{first}} to space {{firstResult}}
            expect attach {{second}} to space {{secondResult}}
            expect nic in box {{box}}
            expect space enforced no
            """
        );

    /// <summary>8: a group's file is not asked again when a device comes to the group.</summary>
    [Theory]
    [InlineData(
        "attach nic to space\n  kvm add nic to vm\n  attach igpu to space\n  kvm add igpu to vm",
        "nop",
        "stale device_reads_stale"
    )]
    [InlineData("attach igpu to space\n  attach nic to space\n  kvm add igpu to vm", "emulated", "coherent")]
    public void A_group_that_changes_after_kvm_add(string order, string wbinvd, string verdict) =>
        MeetsAll(
            $$"""
            host server { kernel = 6.8 }
            iommu gfx on server { model = intel_vtd  snoop_control = no }
            iommu main on server { model = intel_vtd  snoop_control = yes }
            device igpu behind gfx { bus = pcie 0000:00:02.0  no_snoop = used  group = 5 }
            device nic behind main { bus = pcie 0000:03:00.0  group = 5 }
            domain space on server { api = vfio_type1 }
            guest vm on server { assign = [igpu via space, nic via space] }
            program flip in vm using igpu {
              buffer frame = 4KiB wb
              cpu 0 write frame
              cpu 0 wbinvd
              dma read frame no_snoop
            }
            scenario s {
              {{order}}
              run flip
            }
            expect vm wbinvd {{wbinvd}}
            expect s run 0 {{verdict}}
            """
        );

    /// <summary>
    /// 9: before 6.7 a change of the count leaves EPT entries as they are, so the guest's uc page may stay wb.
    /// </summary>
    [Theory]
    [InlineData("6.6", "stale device_reads_stale")]
    [InlineData("6.7", "coherent")]
    public void Old_memory_types_after_a_change_of_the_count(string kernel, string verdict) =>
        MeetsAll(
            Checked.Machine.Replace("kernel = 6.8", $"kernel = {kernel}", StringComparison.Ordinal)
                + $$"""
                program draw in vm using igpu {
                  buffer frame = 4KiB uc
                  cpu 0 write frame
                  cpu 0 fence
                  dma read frame no_snoop
                }
                scenario late {
                  attach igpu to space
                  run draw
                  kvm add igpu to vm
                  run draw
                }
                expect late run 0 stale device_reads_stale
                expect late run 1 {{verdict}}
                """
        );

    /// <summary>
    /// 10: a reset does not bring back the hardware's value of Enable No Snoop: the kernel restores what it saved.
    /// </summary>
    [Theory]
    [InlineData("enabled", "stale device_reads_stale")]
    [InlineData("disabled", "coherent")]
    public void A_reset_restores_enable_no_snoop(string written, string verdict) =>
        MeetsAll(
            Checked.Machine
                + $$"""
                program send in vm using igpu {
                  buffer packet = 2KiB wb
                  cpu 0 write packet
                  dma read packet no_snoop
                }
                scenario s {
                  attach igpu to space
                  kvm add igpu to vm
                  set igpu no_snoop {{written}} by guest
                  reset igpu
                  run send
                }
                expect s run 0 {{verdict}}
                """
        );

    /// <summary>
    /// 11: what is mapped when a device joins says nothing about coherency: the mappings are made again for it.
    /// </summary>
    [Theory]
    [InlineData("map space", "ok")]
    [InlineData("unmap space", "ok")]
    public void Mappings_and_enforcement_have_nothing_to_do_with_each_other(string mapping, string attach) =>
        MeetsAll(
            $$"""
            host server { kernel = 6.8 }
            iommu gfx on server { model = intel_vtd  snoop_control = no }
            iommu main on server { model = intel_vtd  snoop_control = yes }
            device igpu behind gfx { bus = pcie 0000:00:02.0  no_snoop = used }
            device nic behind main { bus = pcie 0000:03:00.0  no_snoop = used }
            domain space on server { api = vfio_type1 }
            scenario s {
              attach igpu to space
              {{mapping}}
              attach nic to space
            }
            expect attach nic to space {{attach}}
            expect nic in box 1
            expect igpu in box 3
            expect space enforced no
            """
        );

    /// <summary>
    /// 12: on arm64 nobody reads KVM's count: no-snoop is harmless with CANWBS, and otherwise the guest's own
    /// maintenance by address is all there is.
    /// </summary>
    [Theory]
    [InlineData("canwbs = yes", "", "coherent")]
    [InlineData("canwbs = no", "", "stale device_reads_stale")]
    [InlineData("canwbs = no", "cpu 0 dc_civac packet\n  cpu 0 fence", "coherent")]
    public void On_arm64_the_count_has_no_consumer(string device, string maintenance, string verdict) =>
        MeetsAll(
            $$"""
            host board { arch = arm64  kernel = 6.13  firmware = acpi }
            iommu smmu on board { model = arm_smmu_v3 }
            device nic behind smmu { bus = pcie 0000:03:00.0  no_snoop = used  {{device}} }
            domain space on board { api = vfio_type1  attach = [nic] }
            guest vm on board { assign = [nic via space] }
            program send in vm using nic {
              buffer packet = 2KiB wb
              cpu 0 write packet
              {{maintenance}}
              dma read packet no_snoop
            }
            expect send {{verdict}}
            """
        );

    private static string Filled(string text, string kernel, string api, string gfx) =>
        text.Replace("KERNEL", kernel, StringComparison.Ordinal)
            .Replace("API", api, StringComparison.Ordinal)
            .Replace("GFX", gfx, StringComparison.Ordinal);

    private static void MeetsAll(string text) => Assert.Empty(Foreseen.Unmet(text));
}
