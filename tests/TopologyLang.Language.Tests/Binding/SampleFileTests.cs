using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Tests.Binding;

public sealed class SampleFileTests
{
    private readonly Language.Binding.Binding binding = Sample.Bind(Sample.Workstation);

    [Fact]
    public void Has_no_mistakes()
    {
        Assert.Empty(Sample.Parse(Sample.Workstation).Errors);
        Assert.Empty(binding.Errors);
    }

    [Fact]
    public void Its_host_is_as_declared_with_defaults_for_the_rest()
    {
        var expected = new Host
        {
            Name = "workstation",
            Kernel = new KernelVersion(6, 8),
            Cpus = 4,
        };
        Assert.Equal((Host[])[expected], binding.Topology.Hosts);
    }

    [Fact]
    public void Its_iommus_stand_on_the_host()
    {
        var gfx = new Iommu
        {
            Name = "gfx",
            Host = "workstation",
            Model = IommuModel.IntelVtd,
            SnoopControl = false,
            Pasid = false,
        };
        var main = new Iommu
        {
            Name = "main",
            Host = "workstation",
            Model = IommuModel.IntelVtd,
            Pasid = false,
        };
        Assert.Equal((Iommu[])[gfx, main], binding.Topology.Iommus);
    }

    [Fact]
    public void Its_devices_stand_behind_their_iommus()
    {
        var igpu = new Device
        {
            Name = "igpu",
            Host = "workstation",
            Iommu = "gfx",
            Bus = DeviceBus.Pcie,
            Address = "0000:00:02.0",
            NoSnoop = NoSnoop.Used,
            Driver = "i915",
        };
        var nic = new Device
        {
            Name = "nic",
            Host = "workstation",
            Iommu = "main",
            Bus = DeviceBus.Pcie,
            Address = "0000:03:00.0",
            NoSnoop = NoSnoop.HardwiredZero,
        };
        var uart = new Device
        {
            Name = "uart",
            Host = "workstation",
            DmaCoherent = false,
            Cpm = false,
            NoSnoop = NoSnoop.HardwiredZero,
        };
        Assert.Equal((Device[])[igpu, nic, uart], binding.Topology.Devices);
    }

    [Fact]
    public void Its_domain_and_guest_name_the_device()
    {
        var domain = Assert.Single(binding.Topology.Domains);
        Assert.Equal(DomainApi.VfioType1, domain.Api);
        Assert.Equal((string[])["igpu"], domain.Attach);
        var guest = Assert.Single(binding.Topology.Guests);
        Assert.Equal(2, guest.Vcpus);
        Assert.Equal((Assignment[])[new Assignment("igpu", "gpu_space")], guest.Assign);
    }

    [Fact]
    public void Its_program_has_its_steps_in_order()
    {
        var program = Assert.Single(binding.Topology.Programs, program => !program.BuiltIn);
        Assert.Equal("win", program.Guest);
        Assert.Equal(
            (Simulation.Topology.Buffer[])[new Simulation.Topology.Buffer("fb", 4096, MemoryType.Wb)],
            program.Buffers
        );
        Step[] steps =
        [
            new(StepKind.Write, CpuSelector.Own(0), "fb"),
            new(StepKind.Wbinvd, CpuSelector.Own(0)),
            new(StepKind.DmaRead, CpuSelector.None, "fb", "igpu", NoSnoop: true),
        ];
        Assert.Equal(steps, program.Steps);
    }

    [Fact]
    public void Its_scenario_has_its_operations_in_order()
    {
        Operation[] operations =
        [
            new(OperationKind.Attach) { Device = "igpu", Domain = "gpu_space" },
            new(OperationKind.KvmAdd) { Device = "igpu", Guest = "win" },
            new(OperationKind.Run) { Program = "flip" },
            new(OperationKind.KvmRemove) { Device = "igpu", Guest = "win" },
            new(OperationKind.Run) { Program = "flip" },
        ];
        Assert.Equal(operations, Assert.Single(binding.Topology.Scenarios).Operations);
    }

    [Fact]
    public void Its_expectations_say_what_must_come_out()
    {
        Expectation[] expectations =
        [
            new(ExpectationKind.Box) { Device = "igpu", Box = 3 },
            new(ExpectationKind.Attach) { Device = "igpu", Domain = "gpu_space" },
            new(ExpectationKind.Enforced) { Domain = "gpu_space" },
            new(ExpectationKind.Run) { Scenario = "unplug", Run = 0 },
            new(ExpectationKind.Run)
            {
                Scenario = "unplug",
                Run = 1,
                Stale = true,
                Hazard = Hazard.DeviceReadsStale,
            },
        ];
        Assert.Equal(expectations, binding.Topology.Expectations);
    }
}
