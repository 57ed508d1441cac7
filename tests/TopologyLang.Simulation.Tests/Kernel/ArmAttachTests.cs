using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

public class ArmAttachTests
{
    private static Machine Smmu(string kernel, IommuModel model, bool walk, bool cca) =>
        Arm(kernel)
            .Smmu("smmu", model, u => u with { CoherentWalk = walk })
            .Device("nic", "smmu", with: d => d with { DmaCoherent = cca, Cpm = cca });

    /// <summary>Whether VFIO takes a device: drivers/iommu/arm, capable(IOMMU_CAP_CACHE_COHERENCY).</summary>
    [Theory]
    [InlineData(IommuModel.ArmSmmuV3, "5.17", false, false, "ok")]
    [InlineData(IommuModel.ArmSmmuV3, "6.0", false, false, "ok")]
    [InlineData(IommuModel.ArmSmmuV3, "6.1", false, true, "EINVAL")]
    [InlineData(IommuModel.ArmSmmuV3, "6.1", true, false, "ok")]
    [InlineData(IommuModel.ArmSmmuV3, "7.1", false, true, "EINVAL")]
    [InlineData(IommuModel.ArmSmmuV3, "7.1", true, false, "ok")]
    [InlineData(IommuModel.ArmSmmuV2, "6.0", false, false, "ok")]
    [InlineData(IommuModel.ArmSmmuV2, "6.1", false, true, "EINVAL")]
    [InlineData(IommuModel.ArmSmmuV2, "6.2", false, true, "ok")]
    [InlineData(IommuModel.ArmSmmuV2, "6.2", false, false, "EINVAL")]
    [InlineData(IommuModel.ArmSmmuV2, "6.2", true, false, "ok")]
    [InlineData(IommuModel.Qcom, "7.1", false, false, "ok")]
    [InlineData(IommuModel.Virtio, "5.18", true, true, "ok")]
    [InlineData(IommuModel.Virtio, "5.19", true, true, "EINVAL")]
    [InlineData(IommuModel.Virtio, "6.0", true, true, "ok")]
    public void Vfio_goes_by_the_drivers_word(IommuModel model, string kernel, bool walk, bool cca, string result) =>
        Assert.Equal([result], Smmu(kernel, model, walk, cca).Domain("space", DomainApi.VfioType1, "nic").Results());

    /// <summary>The IORT's CANWBS enforces since 6.13; nothing else ever does.</summary>
    [Theory]
    [InlineData("6.12", true, Firmware.Acpi, false)]
    [InlineData("6.13", true, Firmware.Acpi, true)]
    [InlineData("6.13", true, Firmware.DeviceTree, false)]
    [InlineData("7.2", false, Firmware.Acpi, false)]
    public void Enforced(string kernel, bool canwbs, Firmware firmware, bool enforced) =>
        Assert.Equal(
            enforced,
            Arm(kernel, h => h with { Firmware = firmware })
                .Smmu("smmu")
                .Device("nic", "smmu", with: d => d with { Canwbs = canwbs })
                .Domain("space", DomainApi.VfioType1, "nic")
                .Run()
                .End.DomainOf("space")
                .Enforced
        );

    [Theory]
    [InlineData("6.12", 1)]
    [InlineData("6.13", 2)]
    public void Devices_with_and_without_canwbs_share_a_table_until_it_can_be_enforced(string kernel, int tables) =>
        Assert.Equal(
            tables,
            Arm(kernel, h => h with { Firmware = Firmware.Acpi })
                .Smmu("smmu")
                .Device("gpu", "smmu", with: d => d with { Canwbs = true })
                .Device("nic", "smmu")
                .Domain("space", DomainApi.VfioType1, "gpu", "nic")
                .Run()
                .End.DomainOf("space")
                .HardwareDomains
        );

    /// <summary>
    /// 6.14 and 6.15 say yes to a table of another SMMU and do nothing; be5a2d3f8f99 is in 6.15.3 and 6.16, and in no
    /// update of 6.14.
    /// </summary>
    [Theory]
    [InlineData("6.1", "ok")]
    [InlineData("6.13", "ok")]
    [InlineData("6.14", "ok", 1)]
    [InlineData("6.14.1", "ok", 1)]
    [InlineData("6.14.11", "ok", 1)]
    [InlineData("6.15.2", "ok", 1)]
    [InlineData("6.15.3", "ok")]
    [InlineData("6.16", "ok")]
    [InlineData("6.17", "ok")]
    public void A_device_behind_another_smmu_gets_a_page_table_of_its_own(string kernel, string second, int tables = 2)
    {
        var result = Arm(kernel)
            .Smmu("one")
            .Smmu("two")
            .Device("a", "one")
            .Device("b", "two")
            .Domain("space", DomainApi.VfioType1, "a", "b")
            .Run();

        Assert.Equal(["ok", second], result.Operations.Select(o => o.Result));
        Assert.Equal(tables, result.End.DomainOf("space").HardwareDomains);
        Assert.Equal(tables == 1, result.End.DeviceOf("b").Translation is Translation.Blocked);
    }

    [Theory]
    [InlineData(true, true, null, "6.12", "ok")]
    [InlineData(true, true, PageTableStage.SecondStage, "6.12", "ok")]
    [InlineData(true, true, PageTableStage.SecondStage, "6.13", "ENODEV")]
    [InlineData(false, true, PageTableStage.SecondStage, "6.13", "ok")]
    [InlineData(true, false, PageTableStage.SecondStage, "6.12", "EINVAL")]
    [InlineData(false, true, PageTableStage.FirstStage, "6.12", "EINVAL")]
    public void A_container_gets_stage_1_unless_it_asks_for_stage_2(
        bool s1,
        bool s2,
        PageTableStage? stage,
        string kernel,
        string result
    ) =>
        Assert.Equal(
            [result],
            Arm(kernel)
                .Smmu("smmu", with: u => u with { Stage1 = s1, Stage2 = s2 })
                .Device("nic", "smmu")
                .Domain(
                    new Domain
                    {
                        Name = "space",
                        Host = "host",
                        Api = DomainApi.VfioType1,
                        Attach = ["nic"],
                        PageTable = stage,
                    }
                )
                .Results()
        );

    /// <summary>Its interrupts are not told apart by an ITS.</summary>
    [Fact]
    public void A_platform_device_needs_unsafe_interrupts()
    {
        Machine Of(bool unsafely) =>
            Arm("6.8", h => h with { AllowUnsafeInterrupts = unsafely })
                .Smmu("smmu")
                .Device("uart", "smmu", NoSnoop.HardwiredZero, d => d with { Bus = DeviceBus.Platform })
                .Domain("space", DomainApi.VfioType1, "uart");

        Assert.Equal(["EPERM"], Of(false).Results());
        Assert.Equal(["ok"], Of(true).Results());
    }

    [Fact]
    public void Kvm_on_arm_has_no_wbinvd_whatever_kvm_vfio_says()
    {
        var guest = Smmu("6.8", IommuModel.ArmSmmuV3, true, true)
            .Domain("space", DomainApi.VfioType1, "nic")
            .Guest("vm", "space", "nic")
            .Run()
            .End.GuestOf("vm");

        Assert.Null(guest.Unknown);
        Assert.True(guest.NoncoherentDma);
        Assert.Equal((WbinvdMode.NotApplicable, null), (guest.Wbinvd, guest.GuestPatHonoured));
    }
}
