using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Tests.Kernel;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Paths;

/// <summary>
/// Requests of devices behind the other IOMMUs, in their default domain, and programs of other architectures.
/// </summary>
public class OtherPathTests
{
    private static Machine Host(
        Architecture architecture,
        IommuModel? model,
        bool cca,
        NoSnoopRouting routing = NoSnoopRouting.Honour
    )
    {
        var machine =
            architecture == Architecture.X86_64
                ? Machine.Intel("7.2", h => h with { NoSnoopRouting = routing })
                : Machine.Arm("7.2", h => h with { Architecture = architecture, NoSnoopRouting = routing });
        machine = model is { } known ? machine.Smmu("unit", known) : machine;
        return machine
            .Device("nic", model is null ? null : "unit", with: d => d with { DmaCoherent = cca, Cpm = cca })
            .Program("p", null, "nic");
    }

    /// <summary>
    /// Ordinary requests: those with no-snoop behind a root complex that honours it, ignores it, or does either.
    /// </summary>
    [Theory]
    [InlineData(Architecture.X86_64, null, true, "yes: no yes either")]
    [InlineData(Architecture.X86_64, null, false, "yes: no yes either")]
    [InlineData(Architecture.Arm64, null, true, "yes: no yes either")]
    [InlineData(Architecture.Arm64, null, false, "no: no no no")]
    [InlineData(Architecture.Arm64, IommuModel.ArmSmmuV2, true, "yes: no yes either")]
    [InlineData(Architecture.Arm64, IommuModel.ArmSmmuV2, false, "no: no no no")]
    [InlineData(Architecture.Arm64, IommuModel.ArmSmmuV3, true, "yes: no yes either")]
    [InlineData(Architecture.Riscv64, null, true, "yes: no yes either")]
    [InlineData(Architecture.Riscv64, IommuModel.Riscv, false, "no: no no no")]
    [InlineData(Architecture.Arm64, IommuModel.Rockchip, true, "yes: no yes either")]
    [InlineData(Architecture.Arm64, IommuModel.Rockchip, false, "no: no no no")]
    [InlineData(Architecture.Arm64, IommuModel.AppleDart, true, "yes: no yes either")]
    [InlineData(Architecture.Arm64, IommuModel.Qcom, true, "yes: no yes either")]
    [InlineData(Architecture.Arm64, IommuModel.Qcom, false, "no: no no no")]
    [InlineData(Architecture.Arm, IommuModel.Exynos, false, "no: no no no")]
    [InlineData(Architecture.Arm64, IommuModel.Virtio, true, "yes: either yes either")]
    [InlineData(Architecture.X86_64, IommuModel.Virtio, true, "yes: either yes either")]
    [InlineData(Architecture.X86_64, IommuModel.Hyperv, true, "yes: no yes either")]
    [InlineData(Architecture.Riscv64, IommuModel.Riscv, true, "yes: no yes either")]
    [InlineData(Architecture.Riscv64, null, false, "no: no no no")]
    [InlineData(Architecture.S390x, IommuModel.S390, false, "yes: yes yes yes")]
    [InlineData(Architecture.S390x, null, true, "yes: yes yes yes")]
    [InlineData(Architecture.Ppc64, IommuModel.FslPamu, true, "yes: yes yes yes")]
    [InlineData(Architecture.Ppc64, IommuModel.SpaprTce, false, "yes: no yes either")]
    [InlineData(Architecture.Loongarch64, IommuModel.Loongarch, true, "yes: no yes either")]
    public void Requests(Architecture architecture, IommuModel? model, bool coherent, string expected)
    {
        var routed = new[] { NoSnoopRouting.Honour, NoSnoopRouting.Ignore, NoSnoopRouting.Either }
            .Select(routing => Host(architecture, model, coherent, routing).Path().Devices[0])
            .ToList();

        Assert.Equal(
            expected,
            $"{routed[0].Ordinary}: {string.Join(" ", routed.Select(path => path.NoSnoop))}".ToLowerInvariant()
        );
    }

    [Theory]
    [InlineData(IommuModel.S390, Architecture.S390x, NoSnoop.Used, 1)]
    [InlineData(IommuModel.FslPamu, Architecture.Ppc64, NoSnoop.HardwiredZero, 2)]
    [InlineData(IommuModel.Virtio, Architecture.X86_64, NoSnoop.Used, 3)]
    [InlineData(IommuModel.ArmSmmuV3, Architecture.Arm64, NoSnoop.Used, 3)]
    [InlineData(IommuModel.ArmSmmuV2, Architecture.Arm64, NoSnoop.HardwiredZero, 4)]
    public void Boxes(IommuModel model, Architecture architecture, NoSnoop noSnoop, int box)
    {
        var machine = Machine
            .Arm("7.2", h => h with { Architecture = architecture })
            .Smmu("unit", model)
            .Device("nic", "unit", noSnoop);

        Assert.Equal(box, CoherenceBoxes.Of(machine.Topology, machine.Run().End, "nic").Box);
    }

    [Theory]
    [InlineData(NoSnoop.Used, 1)]
    [InlineData(NoSnoop.HardwiredZero, 2)]
    public void Canwbs_blocks_no_snoop_whatever_the_kernel_knows_of_it(NoSnoop noSnoop, int box)
    {
        var machine = Machine.Arm("6.1").Smmu("unit").Device("nic", "unit", noSnoop, d => d with { Canwbs = true });

        Assert.Equal(box, CoherenceBoxes.Of(machine.Topology, machine.Run().End, "nic").Box);
    }

    /// <summary>The IORT and the SMMU are Arm's: CANWBS forces nothing there, and no source is Arm's.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(IommuModel.Riscv)]
    public void Nothing_of_arms_counts_on_risc_v(IommuModel? model)
    {
        var machine = Machine.Arm("7.2", h => h with { Architecture = Architecture.Riscv64 });
        machine = model is { } known ? machine.Smmu("unit", known) : machine;
        var device = machine
            .Device(
                "nic",
                model is null ? null : "unit",
                NoSnoop.Used,
                d => d with { Canwbs = true, Dacs = true, DmaCoherent = false }
            )
            .Program("p", null, "nic")
            .Path()
            .Devices[0];

        Assert.Equal((Snooped.No, Snooped.No), (device.Ordinary, device.NoSnoop));
        Assert.DoesNotContain(device.Chain, reason => reason.Source?.Contains("Arm", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void What_an_iommu_of_x86_would_do_on_another_architecture_is_not_known()
    {
        var path = Host(Architecture.Arm64, IommuModel.IntelVtd, true).Path();

        Assert.NotNull(path.NotKnown);
    }

    /// <summary>VFIO refuses the device, so the guest does not have it.</summary>
    [Fact]
    public void A_guest_on_risc_v_cannot_use_a_device_that_was_refused()
    {
        var path = Machine
            .Arm("7.2", h => h with { Architecture = Architecture.Riscv64 })
            .Smmu("unit", IommuModel.Riscv)
            .Device("nic", "unit")
            .Domain("space", DomainApi.VfioType1, "nic")
            .Guest("vm", "space", "nic")
            .Program("p", "vm", "nic")
            .Path();

        Assert.Null(path.NotKnown);
        Assert.NotNull(path.CannotRun);
    }

    /// <summary>What was not read in a specification is marked where it is shown.</summary>
    [Theory]
    [InlineData(Architecture.Arm64, IommuModel.ArmSmmuV3, false)]
    [InlineData(Architecture.Arm64, IommuModel.ArmSmmuV2, true)]
    [InlineData(Architecture.Arm64, IommuModel.Qcom, true)]
    [InlineData(Architecture.Riscv64, IommuModel.Riscv, true)]
    [InlineData(Architecture.Ppc64, IommuModel.SpaprTce, true)]
    [InlineData(Architecture.Riscv64, null, false)]
    public void What_is_not_certain_is_marked(Architecture architecture, IommuModel? model, bool uncertain) =>
        Assert.Equal(
            uncertain,
            Host(architecture, model, true).Path().Devices[0].Chain.Any(reason => reason.Uncertain)
        );
}
