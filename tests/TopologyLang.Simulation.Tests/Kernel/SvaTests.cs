using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;
using static TopologyLang.Simulation.Tests.Kernel.Machine;

namespace TopologyLang.Simulation.Tests.Kernel;

public class SvaTests
{
    private const string Ok = OperationOutcome.Ok;

    private static Machine Vtd(string kernel, Func<Iommu, Iommu>? unit = null, Func<Device, Device>? device = null) =>
        Intel(kernel)
            .Vtd("unit", true, u => With(unit, u with { ScalableMode = true, FirstStage = true }))
            .Device("acc", "unit", with: d => With(device, d with { Pasid = true, Ats = true }))
            .Domain("process", DomainApi.Sva, "acc");

    private static Machine Smmu(string kernel, Func<Iommu, Iommu>? unit = null, Func<Device, Device>? device = null) =>
        Arm(kernel)
            .Smmu("unit", with: unit)
            .Device("acc", "unit", with: d => With(device, d with { Pasid = true }))
            .Domain("process", DomainApi.Sva, "acc");

    private static T With<T>(Func<T, T>? change, T value) => change is null ? value : change(value);

    private static DevicePath PathOf(Machine machine)
    {
        var path = machine.Path();
        Assert.Null(path.CannotRun);
        return path.Devices[0];
    }

    [Theory]
    [InlineData("5.15", Ok)]
    [InlineData("6.2", Ok)]
    [InlineData("7.2", Ok)]
    public void Vtd_binds_a_device_with_PASID_and_ATS(string kernel, string result) =>
        Assert.Equal([result], Vtd(kernel).Results());

    [Theory]
    [InlineData("6.15", "ENODEV")]
    [InlineData("6.16", "ENOSPC")]
    public void Vtd_needs_scalable_mode(string kernel, string result) =>
        Assert.Equal([result], Vtd(kernel, u => u with { ScalableMode = false }).Results());

    /// <summary>
    /// Registers of client machines have SMTS (bit 43) without PASID (bit 40). Source: drivers/iommu/intel/iommu.h:
    /// pasid_supported.
    /// </summary>
    [Theory]
    [InlineData("6.15", "ENODEV")]
    [InlineData("6.16", "ENOSPC")]
    [InlineData("7.3", "ENOSPC")]
    public void Vtd_needs_PASIDs_of_the_unit(string kernel, string result) =>
        Assert.Equal([result], Vtd(kernel, u => u with { Pasid = false }).Results());

    /// <summary>As current client machines log it.</summary>
    [Fact]
    public void Registers_of_a_client_machine_have_scalable_mode_without_PASIDs()
    {
        var registers = new VtdRegisters(0xc9de008cee690462, 0x12ca9a00f0ef5e);

        Assert.True(registers is { ScalableMode: true, Pasid: false, CoherentWalk: false });
        Assert.Equal(
            ["ENOSPC"],
            Intel("7.3")
                .Vtd("unit", registers)
                .Device("acc", "unit", with: d => d with { Pasid = true, Ats = true })
                .Domain("process", DomainApi.Sva, "acc")
                .Results()
        );
    }

    [Theory]
    [InlineData("6.0", "ENODEV")]
    [InlineData("6.1", "EINVAL")]
    [InlineData("6.15", "EINVAL")]
    [InlineData("6.16", "ENOSPC")]
    public void Vtd_needs_a_PASID(string kernel, string result) =>
        Assert.Equal([result], Vtd(kernel, device: d => d with { Pasid = false }).Results());

    [Theory]
    [InlineData("5.15")]
    [InlineData("7.2")]
    public void Vtd_needs_ATS_of_device_and_unit_and_a_first_stage(string kernel)
    {
        Assert.Equal(["EINVAL"], Vtd(kernel, device: d => d with { Ats = false }).Results());
        Assert.Equal(["EINVAL"], Vtd(kernel, u => u with { DeviceTlb = false }).Results());
        Assert.Equal(["EINVAL"], Vtd(kernel, u => u with { FirstStage = false }).Results());
    }

    [Theory]
    [InlineData("5.15", "ENODEV", "ENODEV")]
    [InlineData("5.19", "ENODEV", "ENODEV")]
    [InlineData("6.0", "EINVAL", "EINVAL")]
    [InlineData("6.15", "EINVAL", "EINVAL")]
    [InlineData("6.16", "EOPNOTSUPP", "ENOSPC")]
    public void Smmu_needs_coherent_walks_and_a_PASID(string kernel, string withoutCoherence, string withoutPasid)
    {
        Assert.Equal([Ok], Smmu(kernel).Results());
        Assert.Equal([withoutCoherence], Smmu(kernel, u => u with { CoherentWalk = false }).Results());
        Assert.Equal([withoutPasid], Smmu(kernel, device: d => d with { Pasid = false }).Results());

        // No stage 1, no substreams, so no PASIDs.
        Assert.Equal([withoutPasid], Smmu(kernel, u => u with { Stage1 = false }).Results());
    }

    [Theory]
    [InlineData("6.9", true, "ENODEV")]
    [InlineData("6.10", true, Ok)]
    [InlineData("6.10", false, "ENOSPC")]
    [InlineData("7.2", true, Ok)]
    public void Amd_binds_since_6_10(string kernel, bool pasid, string result) =>
        Assert.Equal(
            [result],
            Amd(kernel)
                .AmdVi("unit")
                .Device("acc", "unit", with: d => d with { Pasid = pasid })
                .Domain("process", DomainApi.Sva, "acc")
                .Results()
        );

    [Theory]
    [InlineData("6.15", Architecture.X86_64, "ENODEV")]
    [InlineData("6.16", Architecture.X86_64, "ENOSPC")]
    [InlineData("6.16", Architecture.Riscv64, "ENODEV")]
    public void Other_drivers_bind_nothing(string kernel, Architecture architecture, string result) =>
        Assert.Equal(
            [result],
            Intel(kernel, h => h with { Architecture = architecture })
                .Unit(
                    new Iommu
                    {
                        Name = "unit",
                        Host = "host",
                        Model = IommuModel.Virtio,
                    }
                )
                .Device("acc", "unit", with: d => d with { Pasid = true, Ats = true })
                .Domain("process", DomainApi.Sva, "acc")
                .Results()
        );

    [Fact]
    public void Nothing_is_bound_without_an_IOMMU() =>
        Assert.Equal(["ENODEV"], Intel("7.2").Device("acc", null).Domain("process", DomainApi.Sva, "acc").Results());

    [Theory]
    [InlineData("6.1", "EINVAL")]
    [InlineData("6.2", Ok)]
    public void A_group_of_several_devices_is_bound_since_6_2(string kernel, string result) =>
        Assert.Equal(
            [result],
            Vtd(kernel, device: d => d with { Group = "g" })
                .Device("other", "unit", with: d => d with { Group = "g" })
                .Results()
        );

    /// <summary>
    /// Linux sets no PGSNP for a process, and AMD's guest tables have no FC: no-snoop is not blocked, whatever the unit
    /// can do.
    /// </summary>
    [Fact]
    public void No_snoop_is_not_blocked_on_x86()
    {
        var amd = Amd("7.2")
            .AmdVi("unit")
            .Device("acc", "unit", with: d => d with { Pasid = true })
            .Domain("process", DomainApi.Sva, "acc");
        foreach (var machine in (Machine[])[Vtd("7.2"), amd])
        {
            var path = PathOf(machine.Program("p", null, "acc"));
            var end = machine.Run().End;

            Assert.Equal((Snooped.Yes, Snooped.No), (path.Ordinary, path.NoSnoop));
            Assert.Equal(3, CoherenceBoxes.Of(machine.Topology, end, "acc").Box);
            Assert.False(end.DomainOf("process").Enforced);
        }
    }

    /// <summary>
    /// The SMMU walks the process's page tables with the CPUs' own types, even for a device that is not coherent by
    /// itself.
    /// </summary>
    [Theory]
    [InlineData(MemoryType.Wb, false, Snooped.Yes)]
    [InlineData(MemoryType.Wb, true, Snooped.Yes)]
    [InlineData(MemoryType.NormalNc, true, Snooped.No)]
    [InlineData(MemoryType.Device, true, Snooped.No)]
    public void On_Arm_the_process_mapping_decides(MemoryType type, bool coherent, Snooped expected) =>
        Assert.Equal(
            expected,
            PathOf(
                Smmu("7.2", device: d => d with { DmaCoherent = coherent })
                    .Program("p", null, "acc", type)
                    .WithSteps(new Step(StepKind.DmaRead, CpuSelector.None, "b", "acc"))
            ).Ordinary
        );

    /// <summary>The device reaches each buffer as the process maps it.</summary>
    [Fact]
    public void Buffers_of_different_types_are_reached_differently()
    {
        var machine = Smmu("7.2").Program("p", null, "acc");
        var program = machine.Topology.Programs[0] with
        {
            Buffers = [new("cached", 4096, MemoryType.Wb), new("uncached", 4096, MemoryType.NormalNc)],
            Steps =
            [
                new Step(StepKind.DmaRead, CpuSelector.None, "cached", "acc"),
                new Step(StepKind.DmaRead, CpuSelector.None, "uncached", "acc"),
            ],
        };

        var path = ProgramPaths.Of(machine.Topology, machine.Run().Runs[0].State, program);

        Assert.Null(path.NotKnown);
        Assert.Equal([Snooped.Yes, Snooped.No], program.Steps.Select(step => path.DeviceAt(step)!.Of(step)));
    }

    [Fact]
    public void Its_programs_run_on_the_host()
    {
        var machine = Vtd("7.2").Guest("vm", "process", "acc").Program("p", "vm", "acc");

        Assert.NotNull(machine.Path().CannotRun);
        Assert.Equal([Ok, "EBADF"], machine.Results());
    }

    [Fact]
    public void Detached_it_is_in_its_default_domain_again()
    {
        var end = Vtd("7.2").Scenario(Attach("acc", "process"), Detach("acc", "process")).Run().End;

        Assert.Null(end.DeviceOf("acc").Domain);
        Assert.IsType<Translation.Vtd>(end.DeviceOf("acc").Translation);
    }

    /// <summary>An AMD device with PASID is in an identity domain by default, where nothing blocks no-snoop.</summary>
    [Theory]
    [InlineData("6.6", true, true, 3)]
    [InlineData("6.6", true, false, 1)]
    [InlineData("6.7", true, false, 3)]
    [InlineData("7.2", false, true, 1)]
    public void Amd_puts_devices_with_PASID_into_identity(string kernel, bool pasid, bool ats, int box)
    {
        var machine = Amd(kernel).AmdVi("unit").Device("acc", "unit", with: d => d with { Pasid = pasid, Ats = ats });

        Assert.Equal(box, CoherenceBoxes.Of(machine.Topology, machine.Run().End, "acc").Box);
    }
}
