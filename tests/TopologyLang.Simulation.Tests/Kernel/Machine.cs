using TopologyLang.Simulation.Kernel.Timelines;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;
using Buffer = TopologyLang.Simulation.Topology.Buffer;

namespace TopologyLang.Simulation.Tests.Kernel;

/// <summary>
/// A small machine for tests: one host, to which IOMMUs, devices, domains, guests and programs are added.
/// </summary>
internal sealed record Machine
{
    public SystemTopology Topology { get; private init; } = SystemTopology.Empty;

    public static Machine Intel(string kernel, Func<Host, Host>? with = null) => Of(CpuVendor.Intel, kernel, with);

    public static Machine Amd(string kernel, Func<Host, Host>? with = null) => Of(CpuVendor.Amd, kernel, with);

    /// <summary>With a device tree, as a host of arm64 has by default.</summary>
    public static Machine Arm(string kernel, Func<Host, Host>? with = null) =>
        Of(
            CpuVendor.Arm,
            kernel,
            h =>
            {
                var arm = h with
                {
                    Architecture = Architecture.Arm64,
                    Firmware = Firmware.DeviceTree,
                    SelfSnoop = false,
                    UncachedChecks = false,
                };
                return with?.Invoke(arm) ?? arm;
            }
        );

    public Machine Smmu(string name, IommuModel model = IommuModel.ArmSmmuV3, Func<Iommu, Iommu>? with = null) =>
        Unit(
            new Iommu
            {
                Name = name,
                Host = "host",
                Model = model,
            },
            with
        );

    private static Machine Of(CpuVendor vendor, string kernel, Func<Host, Host>? with)
    {
        var host = new Host
        {
            Name = "host",
            Vendor = vendor,
            Kernel = KernelVersion.Parse(kernel),
        };
        return new Machine { Topology = SystemTopology.Empty with { Hosts = [with?.Invoke(host) ?? host] } };
    }

    public Machine Vtd(string name, bool sc, Func<Iommu, Iommu>? with = null) =>
        Unit(
            new Iommu
            {
                Name = name,
                Host = "host",
                Model = IommuModel.IntelVtd,
                SnoopControl = sc,
            },
            with
        );

    /// <summary>A unit that can what its registers say.</summary>
    public Machine Vtd(string name, VtdRegisters registers) =>
        Vtd(
            name,
            registers.SnoopControl,
            u =>
                u with
                {
                    CoherentWalk = registers.CoherentWalk,
                    ScalableMode = registers.ScalableMode,
                    Pasid = registers.Pasid,
                    FirstStage = registers.FirstStage,
                    SecondStage = registers.SecondStage,
                    InterruptRemapping = registers.InterruptRemapping,
                    PassThrough = registers.PassThrough,
                }
        );

    /// <summary>A unit of which no source tells what it makes of a page table for user space.</summary>
    public Machine Undocumented(string name) =>
        Unit(
            new Iommu
            {
                Name = name,
                Host = "host",
                Model = IommuModel.FslPamu,
            }
        );

    public Machine AmdVi(string name, AmdPageTable table = AmdPageTable.V1, Func<Iommu, Iommu>? with = null) =>
        Unit(
            new Iommu
            {
                Name = name,
                Host = "host",
                Model = IommuModel.AmdVi,
                PageTable = table,
            },
            with
        );

    public Machine Unit(Iommu unit, Func<Iommu, Iommu>? with = null) =>
        this with
        {
            Topology = Topology with { Iommus = [.. Topology.Iommus, with?.Invoke(unit) ?? unit] },
        };

    public Machine Device(string name, string? iommu, NoSnoop noSnoop = NoSnoop.Used, Func<Device, Device>? with = null)
    {
        var device = new Device
        {
            Name = name,
            Host = "host",
            Iommu = iommu,
            Bus = DeviceBus.Pcie,
            NoSnoop = noSnoop,
        };
        return this with
        {
            Topology = Topology with { Devices = [.. Topology.Devices, with?.Invoke(device) ?? device] },
        };
    }

    public Machine Domain(string name, DomainApi api, params string[] attach) =>
        Domain(
            new Domain
            {
                Name = name,
                Host = "host",
                Api = api,
                Attach = [.. attach],
            }
        );

    public Machine Domain(Domain domain) =>
        this with
        {
            Topology = Topology with { Domains = [.. Topology.Domains, domain] },
        };

    /// <summary>A domain of another host, where no device of this one can be.</summary>
    public Machine DomainElsewhere(string name) =>
        (
            this with
            {
                Topology = Topology with { Hosts = [.. Topology.Hosts, Topology.Hosts[0] with { Name = "elsewhere" }] },
            }
        ).Domain(
            new Domain
            {
                Name = name,
                Host = "elsewhere",
                Api = DomainApi.VfioType1,
            }
        );

    /// <summary>A domain nested in another one.</summary>
    public Machine Nested(string name, string parent, params string[] attach) =>
        Domain(
            new Domain
            {
                Name = name,
                Host = "host",
                Api = DomainApi.Iommufd,
                Parent = parent,
                Attach = [.. attach],
            }
        );

    public Machine Guest(string name, string domain, params string[] devices) =>
        Guest(
            new Guest
            {
                Name = name,
                Host = "host",
                Assign = [.. devices.Select(d => new Assignment(d, domain))],
            }
        );

    public Machine Guest(Guest guest) =>
        this with
        {
            Topology = Topology with { Guests = [.. Topology.Guests, guest] },
        };

    public Machine Program(string name, string? guest, string device, MemoryType type = MemoryType.Wb) =>
        this with
        {
            Topology = Topology with
            {
                Programs =
                [
                    .. Topology.Programs,
                    new Program
                    {
                        Name = name,
                        Guest = guest,
                        Host = guest is null ? "host" : null,
                        Devices = [device],
                        Buffers = [new Buffer("b", 4096, type)],
                    },
                ],
            },
        };

    /// <summary>The same with steps in its first program.</summary>
    public Machine WithSteps(params Step[] steps) =>
        this with
        {
            Topology = Topology with
            {
                Programs = Topology.Programs.SetItem(0, Topology.Programs[0] with { Steps = [.. steps] }),
            },
        };

    /// <summary>The same with these devices in its first program.</summary>
    public Machine WithDevices(params string[] devices) =>
        this with
        {
            Topology = Topology with
            {
                Programs = Topology.Programs.SetItem(0, Topology.Programs[0] with { Devices = [.. devices] }),
            },
        };

    public Machine Scenario(params Operation[] operations) =>
        this with
        {
            Topology = Topology with
            {
                Scenarios = [.. Topology.Scenarios, new Scenario { Name = "scenario", Operations = [.. operations] }],
            },
        };

    public TimelineResult Run() => Timeline.Run(Topology, CancellationToken.None)[0];

    /// <summary>What the first program meets in one of its runs.</summary>
    public ProgramPath Path(int run = 0) => ProgramPaths.Of(Topology, Run().Runs[run].State, Topology.Programs[0]);

    /// <summary>The answers to the operations, such as <c>ok</c> and <c>EINVAL</c>.</summary>
    public IReadOnlyList<string> Results() => [.. Run().Operations.Select(o => o.Result)];

    public static Operation Attach(string device, string domain) =>
        new(OperationKind.Attach) { Device = device, Domain = domain };

    public static Operation Detach(string device, string domain) =>
        new(OperationKind.Detach) { Device = device, Domain = domain };

    public static Operation KvmAdd(string device, string guest) =>
        new(OperationKind.KvmAdd) { Device = device, Guest = guest };

    public static Operation KvmRemove(string device, string guest) =>
        new(OperationKind.KvmRemove) { Device = device, Guest = guest };

    public static Operation Map(string domain) => new(OperationKind.Map) { Domain = domain };

    public static Operation Unmap(string domain) => new(OperationKind.Unmap) { Domain = domain };

    public static Operation Upgrade(string kernel) =>
        new(OperationKind.Upgrade) { Host = "host", Kernel = KernelVersion.Parse(kernel) };

    public static Operation RunProgram(string program) => new(OperationKind.Run) { Program = program };

    public static Operation SetNoSnoop(string device, bool enable, NoSnoopSetter by) =>
        new(OperationKind.SetNoSnoop)
        {
            Device = device,
            EnableNoSnoop = enable,
            SetBy = by,
        };
}
