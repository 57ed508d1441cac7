using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Tests.Kernel;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Paths;

public class ArmPathTests
{
    private static Func<Device, Device> Coherency(bool cca, bool cpm, bool dacs = false) =>
        d => d with { DmaCoherent = cca, Cpm = cpm, Dacs = dacs };

    /// <summary>The DMA API maps with IOMMU_CACHE exactly if the firmware says that the device is coherent.</summary>
    [Theory]
    [InlineData(true, true, Snooped.Yes)]
    [InlineData(false, false, Snooped.No)]
    [InlineData(false, true, Snooped.No)]
    [InlineData(true, false, Snooped.No)]
    public void With_the_dma_api(bool cca, bool cpm, Snooped expected)
    {
        foreach (var iommu in new[] { null, "smmu" })
        {
            Assert.Equal(
                expected,
                Machine
                    .Arm("6.8")
                    .Smmu("smmu")
                    .Device("nic", iommu, NoSnoop.HardwiredZero, Coherency(cca, cpm))
                    .Program("p", null, "nic")
                    .Path()
                    .Devices[0]
                    .Ordinary
            );
        }
    }

    /// <summary>
    /// A master that is not coherent by itself on a coherent path: VFIO's IOMMU_CACHE makes it snoop by stage 1, not by
    /// stage 2.
    /// </summary>
    [Theory]
    [InlineData(true, false, Snooped.Yes)]
    [InlineData(false, false, Snooped.No)]
    [InlineData(false, true, Snooped.Yes)]
    public void With_vfio_the_mapping_can_make_a_master_coherent(bool stage1, bool cca, Snooped expected) =>
        Assert.Equal(
            expected,
            Machine
                .Arm("6.8")
                .Smmu("smmu", with: u => u with { Stage1 = stage1 })
                .Device("nic", "smmu", NoSnoop.HardwiredZero, Coherency(cca, true))
                .Domain("space", DomainApi.VfioType1, "nic")
                .Program("p", null, "nic")
                .Path()
                .Devices[0]
                .Ordinary
        );

    [Theory]
    [InlineData(IommuModel.ArmSmmuV3)]
    [InlineData(IommuModel.ArmSmmuV2)]
    public void In_bypass_the_devices_own_attributes_count(IommuModel model)
    {
        Snooped Of(bool cca) =>
            Machine
                .Arm("6.8")
                .Smmu("smmu", model)
                .Device("nic", "smmu", NoSnoop.HardwiredZero, Coherency(cca, true))
                .Domain("plain", DomainApi.Identity, "nic")
                .Program("p", null, "nic")
                .Path()
                .Devices[0]
                .Ordinary;

        Assert.Equal((Snooped.Yes, Snooped.No), (Of(true), Of(false)));
    }

    [Theory]
    [InlineData(NoSnoopRouting.Honour, false, Snooped.No)]
    [InlineData(NoSnoopRouting.Ignore, false, Snooped.Yes)]
    [InlineData(NoSnoopRouting.Either, false, Snooped.Either)]
    [InlineData(NoSnoopRouting.Honour, true, Snooped.Yes)]
    public void No_snoop_is_up_to_the_root_complex(NoSnoopRouting routing, bool canwbs, Snooped expected)
    {
        var device = Machine
            .Arm("6.8", h => h with { NoSnoopRouting = routing })
            .Smmu("smmu")
            .Device("nic", "smmu", with: d => d with { Canwbs = canwbs })
            .Program("p", null, "nic")
            .Path()
            .Devices[0];

        Assert.Equal((Snooped.Yes, expected), (device.Ordinary, device.NoSnoop));
    }

    [Theory]
    [InlineData(MemoryType.Wb, AccessClass.WriteBack)]
    [InlineData(MemoryType.Wt, AccessClass.UncachedUnchecked)]
    [InlineData(MemoryType.Wc, AccessClass.UncachedUnchecked)]
    [InlineData(MemoryType.Uc, AccessClass.UncachedUnchecked)]
    [InlineData(MemoryType.NormalNc, AccessClass.UncachedUnchecked)]
    [InlineData(MemoryType.Device, AccessClass.UncachedUnchecked)]
    public void On_the_host_everything_but_write_back_bypasses_the_caches(MemoryType type, AccessClass expected)
    {
        var path = Machine.Arm("6.8").Device("nic", null).Program("p", null, "nic", type).Path();

        Assert.Equal(expected, Assert.Single(path.Buffers[0].Access));
        Assert.False(path.Buffers[0].HypervisorMapsIt);
        Assert.True(path.AccessCompletesLineOperations);
        Assert.Equal(
            (WbinvdMode.NotApplicable, false, false, false),
            (path.Cpu.Wbinvd, path.Cpu.SetWayTrapped, path.Cpu.SetWayIgnored, path.Cpu.StageTwo)
        );
    }

    [Theory]
    [InlineData(false, MemoryType.Wb, AccessClass.WriteBack)]
    [InlineData(false, MemoryType.NormalNc, AccessClass.UncachedUnchecked)]
    [InlineData(false, MemoryType.Device, AccessClass.UncachedUnchecked)]
    [InlineData(true, MemoryType.NormalNc, AccessClass.WriteBack)]
    [InlineData(true, MemoryType.Device, AccessClass.WriteBack)]
    [InlineData(true, MemoryType.Wb, AccessClass.WriteBack)]
    public void With_fwb_a_guest_cannot_bypass_the_caches(bool fwb, MemoryType type, AccessClass expected)
    {
        var path = Machine
            .Arm("6.8", h => h with { Fwb = fwb })
            .Smmu("smmu")
            .Device("nic", "smmu")
            .Domain("space", DomainApi.VfioType1, "nic")
            .Guest("vm", "space", "nic")
            .Program("p", "vm", "nic", type)
            .Path();

        Assert.Null(path.NotKnown);
        Assert.Null(path.CannotRun);
        Assert.Equal(expected, Assert.Single(path.Buffers[0].Access));
        Assert.True(path.Buffers[0].HypervisorMapsIt);
        Assert.Equal(
            (WbinvdMode.NotApplicable, !fwb, fwb, true),
            (path.Cpu.Wbinvd, path.Cpu.SetWayTrapped, path.Cpu.SetWayIgnored, path.Cpu.StageTwo)
        );
    }
}
