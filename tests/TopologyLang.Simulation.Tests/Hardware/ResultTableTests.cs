using TopologyLang.Simulation.Hardware;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Tests.Kernel;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Hardware;

/// <summary>The result tables of the hardware model, row by row, where no other test has the row.</summary>
public class ResultTableTests
{
    private static ProgramPath PathOf(Machine machine) =>
        ProgramPaths.Of(machine.Topology, machine.Run().Runs[0].State, machine.Topology.Programs[0]);

    /// <summary>Requests behind no IOMMU or one that forces nothing: ordinary ones, and those with no-snoop under honour, ignore and
    /// either.</summary>
    [Theory]
    [InlineData(Architecture.X86_64, null, true, "yes: no yes either")]
    [InlineData(Architecture.X86_64, null, false, "yes: no yes either")]
    [InlineData(Architecture.Arm64, null, true, "yes: no yes either")]
    [InlineData(Architecture.Arm64, null, false, "no: no no no")]
    [InlineData(Architecture.Riscv64, null, true, "yes: no yes either")]
    [InlineData(Architecture.Riscv64, IommuModel.Riscv, false, "no: no no no")]
    [InlineData(Architecture.Arm64, IommuModel.ArmSmmuV2, true, "yes: no yes either")]
    [InlineData(Architecture.Arm64, IommuModel.ArmSmmuV2, false, "no: no no no")]
    [InlineData(Architecture.Arm64, IommuModel.ArmSmmuV3, true, "yes: no yes either")]
    [InlineData(Architecture.S390x, IommuModel.S390, true, "yes: yes yes yes")]
    [InlineData(Architecture.Ppc64, IommuModel.FslPamu, true, "yes: yes yes yes")]
    [InlineData(Architecture.Ppc64, IommuModel.SpaprTce, true, "yes: no yes either")]
    [InlineData(Architecture.X86_64, IommuModel.Virtio, true, "yes: either yes either")]
    public void Requests(Architecture architecture, IommuModel? model, bool coherent, string expected)
    {
        DevicePath Of(NoSnoopRouting routing)
        {
            var machine = Machine.Arm("7.2", h => h with { Architecture = architecture, Vendor = CpuVendor.Intel, NoSnoopRouting = routing });
            machine = model is { } known ? machine.Smmu("unit", known) : machine;
            return PathOf(machine.Device("nic", model is null ? null : "unit", with: d => d with { DmaCoherent = coherent, Cpm = coherent })
                .Program("p", null, "nic")).Devices[0];
        }

        var routed = new[] { NoSnoopRouting.Honour, NoSnoopRouting.Ignore, NoSnoopRouting.Either }.Select(Of).ToList();

        Assert.Equal(expected, $"{routed[0].Ordinary}: {string.Join(" ", routed.Select(path => path.NoSnoop))}".ToLowerInvariant());
    }

    /// <summary>Guest memory under EPT: the guest's type as KVM leaves it by default, and where non-coherent DMA or the quirk lets it
    /// through.</summary>
    [Theory]
    [InlineData(PatType.Uc, EffectiveType.UncachedChecked)]
    [InlineData(PatType.UcMinus, EffectiveType.UncachedChecked)]
    [InlineData(PatType.Wc, EffectiveType.WriteCombining)]
    [InlineData(PatType.Wt, EffectiveType.WriteThrough)]
    [InlineData(PatType.Wp, EffectiveType.WriteProtected)]
    [InlineData(PatType.Wb, EffectiveType.WriteBack)]
    public void Guest_memory_on_intel(PatType pat, EffectiveType honoured)
    {
        Assert.Equal(EffectiveType.WriteBack, IntelMemoryType.UnderEpt(PatType.Wb, true, pat));
        Assert.Equal(honoured, IntelMemoryType.UnderEpt(PatType.Wb, false, pat));
    }

    /// <summary>An access of a host on ordinary memory: Intel's WC and AMD's are the same, and AMD's WC+ is for guests only.</summary>
    [Theory]
    [InlineData(PatType.Uc, EffectiveType.UncachedChecked, EffectiveType.UncachedChecked)]
    [InlineData(PatType.UcMinus, EffectiveType.UncachedChecked, EffectiveType.UncachedChecked)]
    [InlineData(PatType.Wc, EffectiveType.WriteCombining, EffectiveType.WriteCombining)]
    [InlineData(PatType.Wt, EffectiveType.WriteThrough, EffectiveType.WriteThrough)]
    [InlineData(PatType.Wb, EffectiveType.WriteBack, EffectiveType.WriteBack)]
    public void Host_memory(PatType pat, EffectiveType intel, EffectiveType amd)
    {
        Assert.Equal(intel, IntelMemoryType.Of(PatType.Wb, pat));
        Assert.Equal(amd, AmdMemoryType.Native(pat, PatType.Wb));
    }

    /// <summary>Arm, stage 1 by stage 2. Columns: 1111, 0101 and 0001 without FWB; 0110, 0101 and 0111 with it.</summary>
    [Theory]
    [InlineData(ArmType.WriteBack, "WriteBack NormalNc Device WriteBack NormalNc WriteBack")]
    [InlineData(ArmType.WriteThrough, "WriteThrough NormalNc Device WriteBack NormalNc WriteThrough")]
    [InlineData(ArmType.NormalNc, "NormalNc NormalNc Device WriteBack NormalNc NormalNc")]
    [InlineData(ArmType.Device, "Device Device Device WriteBack Device Device")]
    public void Guest_memory_on_arm(ArmType stageOne, string expected) => Assert.Equal(expected, string.Join(" ",
        new[]
        {
            ArmStageTwo.WriteBack, ArmStageTwo.NormalNc, ArmStageTwo.Device, ArmStageTwo.ForcedWriteBack, ArmStageTwo.ForcedNormalNc,
            ArmStageTwo.FromStageOne,
        }.Select(stageTwo => ArmMemoryType.Combine(stageOne, stageTwo))));

    /// <summary>Whatever a stage-1 entry of an SMMU without IOMMU_CACHE says, and whatever came, bypasses the caches.</summary>
    [Theory]
    [InlineData(ArmMapping.StageOneUncached)]
    [InlineData(ArmMapping.StageTwoUncached)]
    public void An_uncached_entry_of_an_smmu(ArmMapping mapping) => Assert.All(
        new[] { ArmRequestType.WriteBack, ArmRequestType.NonCacheable },
        type => Assert.Equal(Snoop.No, ArmSnoop.Of(new ArmRequest(false, true, false, type, mapping), NoSnoopRouting.Honour).Snoop));
}
