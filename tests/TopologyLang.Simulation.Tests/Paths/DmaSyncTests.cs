using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Coherence.Checking;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Tests.Kernel;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Paths;

/// <summary>
/// dma_sync_* by architecture, version and direction; the direction follows from the program's dma steps.
/// </summary>
public class DmaSyncTests
{
    private static readonly Step Read = new(StepKind.DmaRead, CpuSelector.None, "b", "nic");
    private static readonly Step Write = new(StepKind.DmaWrite, CpuSelector.None, "b", "nic");
    private static readonly Step ForDevice = new(StepKind.SyncForDevice, CpuSelector.None, "b");
    private static readonly Step ForCpu = new(StepKind.SyncForCpu, CpuSelector.None, "b");

    private static Device NotCoherent(Device device) => device with { DmaCoherent = false, Cpm = false };

    private static Machine Nic(Architecture architecture, string kernel, params Step[] steps) =>
        Machine
            .Arm(kernel, h => h with { Architecture = architecture })
            .Device("nic", null, with: NotCoherent)
            .Program("p", null, "nic")
            .WithSteps(steps);

    private static Machine InGuest(string vmm, DeviceBus bus, params Step[] steps) =>
        Machine
            .Arm("6.8")
            .Smmu("smmu")
            .Device("nic", "smmu", NoSnoop.HardwiredZero, d => NotCoherent(d) with { Bus = bus })
            .Domain("space", DomainApi.VfioType1, "nic")
            .Guest(
                new Guest
                {
                    Name = "vm",
                    Host = "host",
                    Vmm = vmm,
                    Assign = [new Assignment("nic", "space")],
                }
            )
            .Program("p", "vm", "nic")
            .WithSteps(steps);

    /// <summary>To the device, from it, and both: what sync_for_device and sync_for_cpu do.</summary>
    [Theory]
    [InlineData(Architecture.Arm64, "5.15", "clean invalidate clean", "nothing invalidate invalidate")]
    [InlineData(Architecture.Arm64, "5.19", "clean clean clean", "nothing invalidate invalidate")]
    [InlineData(Architecture.Arm64, "7.2", "clean clean clean", "nothing invalidate invalidate")]
    [InlineData(Architecture.Arm, "5.15", "clean invalidate clean", "nothing invalidate invalidate")]
    [InlineData(Architecture.Arm, "7.2", "clean invalidate clean", "nothing invalidate invalidate")]
    [InlineData(Architecture.Riscv64, "5.19", "nothing nothing nothing", "nothing nothing nothing")]
    [InlineData(
        Architecture.Riscv64,
        "6.0",
        "clean clean cleanandinvalidate",
        "nothing cleanandinvalidate cleanandinvalidate"
    )]
    [InlineData(
        Architecture.Riscv64,
        "6.5",
        "clean clean cleanandinvalidate",
        "nothing cleanandinvalidate cleanandinvalidate"
    )]
    [InlineData(Architecture.Riscv64, "6.6", "clean clean clean", "nothing invalidate invalidate")]
    [InlineData(Architecture.S390x, "6.8", "nothing nothing nothing", "nothing nothing nothing")]
    [InlineData(Architecture.Ppc64, "6.8", "nothing nothing nothing", "nothing nothing nothing")]
    [InlineData(Architecture.Loongarch64, "6.8", "nothing nothing nothing", "nothing nothing nothing")]
    public void By_architecture_version_and_direction(
        Architecture architecture,
        string kernel,
        string forDevice,
        string forCpu
    )
    {
        ProgramPath[] paths =
        [
            Nic(architecture, kernel, ForDevice, Read, ForCpu).Path(),
            Nic(architecture, kernel, ForDevice, Write, ForCpu).Path(),
            Nic(architecture, kernel, ForDevice, Write, Read, ForCpu).Path(),
        ];

        Assert.All(paths, path => Assert.Null(path.NotKnown));
        Assert.Equal(forDevice, Words(paths.Select(path => path.Buffers[0].SyncForDevice)));
        Assert.Equal(forCpu, Words(paths.Select(path => path.Buffers[0].SyncForCpu)));
    }

    [Fact]
    public void A_coherent_device_needs_nothing()
    {
        var path = Machine
            .Arm("6.8")
            .Device("nic", null)
            .Program("p", null, "nic")
            .WithSteps(ForDevice, Read, ForCpu)
            .Path();

        Assert.Equal(
            (SyncEffect.Nothing, SyncEffect.Nothing),
            (path.Buffers[0].SyncForDevice, path.Buffers[0].SyncForCpu)
        );
    }

    /// <summary>
    /// QEMU's PCI host bridge is coherent for the guest's kernel, whatever the real device is: its sync calls do
    /// nothing.
    /// </summary>
    [Fact]
    public void A_guests_kernel_does_not_know_that_its_device_is_not_coherent()
    {
        var path = InGuest("qemu", DeviceBus.Pcie, new Step(StepKind.Write, CpuSelector.Own(0), "b"), ForDevice, Read)
            .Path();

        Assert.Equal(SyncEffect.Nothing, path.Buffers[0].SyncForDevice);
        Assert.Equal(VerdictKind.Stale, Checker.Check(path, SearchLimits.Default, CancellationToken.None).Kind);
    }

    [Theory]
    [InlineData("crosvm", DeviceBus.Pcie)]
    [InlineData("qemu", DeviceBus.Platform)]
    public void What_another_vmm_tells_is_not_known(string vmm, DeviceBus bus) =>
        Assert.NotNull(InGuest(vmm, bus, ForDevice, Read).Path().NotKnown);

    [Fact]
    public void Devices_that_differ_must_not_share_a_buffer() =>
        Assert.NotNull(
            Machine
                .Arm("6.8")
                .Device("nic", null, with: NotCoherent)
                .Device("gpu", null)
                .Program("p", null, "nic")
                .WithDevices("nic", "gpu")
                .WithSteps(ForDevice, Read, Read with { Device = "gpu" })
                .Path()
                .NotKnown
        );

    /// <summary>32-bit Arm cleans for one direction and invalidates for the other, in one program.</summary>
    [Theory]
    [InlineData(Architecture.Arm, SyncEffect.Invalidate)]
    [InlineData(Architecture.Arm64, SyncEffect.Clean)]
    public void Each_buffer_has_the_effect_of_its_own_direction(Architecture architecture, SyncEffect fromDevice)
    {
        Step On(Step step, string buffer) => step with { Buffer = buffer };
        var machine = Nic(
            architecture,
            "7.2",
            On(ForDevice, "b"),
            On(Read, "b"),
            On(ForDevice, "c"),
            On(Write, "c"),
            On(ForCpu, "c")
        );
        var program = machine.Topology.Programs[0];
        var path = ProgramPaths.Of(
            machine.Topology,
            machine.Run().Runs[0].State,
            program with
            {
                Buffers = [.. program.Buffers, program.Buffers[0] with { Name = "c" }],
            }
        );

        Assert.Null(path.NotKnown);
        Assert.Equal([SyncEffect.Clean, fromDevice], path.Buffers.Select(buffer => buffer.SyncForDevice));
        Assert.Equal([SyncEffect.Nothing, SyncEffect.Invalidate], path.Buffers.Select(buffer => buffer.SyncForCpu));
    }

    private static string Words(IEnumerable<SyncEffect> effects) => string.Join(" ", effects).ToLowerInvariant();
}
