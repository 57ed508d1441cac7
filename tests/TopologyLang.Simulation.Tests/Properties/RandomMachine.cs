using System.Collections.Immutable;
using TopologyLang.Simulation.Tests.Kernel;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Properties;

/// <summary>
/// A small random machine with operations that may or may not succeed; the same one for the same seed.
/// </summary>
internal sealed class RandomMachine(int seed)
{
    private static readonly string[] Kernels =
    [
        "5.15",
        "5.19",
        "6.0",
        "6.1",
        "6.2",
        "6.5",
        "6.6",
        "6.7",
        "6.12",
        "6.13",
        "6.14",
        "6.16",
        "6.18",
        "6.19",
        "7.2",
    ];

    private readonly Random random = new(seed);

    public Machine Machine()
    {
        var kernel = OneOf(Kernels);
        var machine = random.Next(4) switch
        {
            0 => Tests
                .Kernel.Machine.Amd(kernel, Parameters)
                .AmdVi("u0", OneOf(AmdPageTable.V1, AmdPageTable.V2))
                .AmdVi("u1"),
            1 => Tests
                .Kernel.Machine.Arm(
                    kernel,
                    h => Parameters(h) with { Firmware = OneOf(Firmware.Acpi, Firmware.DeviceTree) }
                )
                .Smmu("u0", OneOf(IommuModel.ArmSmmuV3, IommuModel.ArmSmmuV2), Walks)
                .Smmu("u1", IommuModel.ArmSmmuV3, Walks),
            _ => Tests
                .Kernel.Machine.Intel(kernel, Parameters)
                .Vtd("u0", Chance(50), Scalable)
                .Vtd("u1", Chance(50), Scalable),
        };
        foreach (var name in new[] { "d0", "d1", "d2" })
        {
            machine = machine.Device(
                name,
                Chance(90) ? OneOf("u0", "u1") : null,
                OneOf(Enum.GetValues<NoSnoop>()),
                Device
            );
        }

        return machine
            .Domain("type1", DomainApi.VfioType1)
            .Domain("ioas", DomainApi.Iommufd)
            .Domain("vdpa", DomainApi.VhostVdpa)
            .Domain("own", DomainApi.DmaApi)
            .Guest("vm", "type1", "d0")
            .Guest("other", "ioas", "d1");
    }

    public ImmutableArray<Operation> Operations(int count) => [.. Enumerable.Range(0, count).Select(_ => Operation())];

    private Operation Operation()
    {
        var (device, guest) = (OneOf("d0", "d1", "d2"), OneOf("vm", "other"));
        var domain = OneOf("type1", "type1", "ioas", "ioas", "vdpa", "own");
        return random.Next(9) switch
        {
            < 4 => Tests.Kernel.Machine.Attach(device, domain),
            4 => Tests.Kernel.Machine.Detach(device, domain),
            5 => Tests.Kernel.Machine.KvmAdd(device, guest),
            6 => Tests.Kernel.Machine.KvmRemove(device, guest),
            7 => OneOf(Tests.Kernel.Machine.Map(domain), Tests.Kernel.Machine.Unmap(domain)),
            _ => Tests.Kernel.Machine.SetNoSnoop(device, Chance(50), OneOf(NoSnoopSetter.Guest, NoSnoopSetter.Host)),
        };
    }

    private Host Parameters(Host host) =>
        host with
        {
            NoIommuMode = Chance(20),
            AllowUnsafeInterrupts = Chance(30),
            IommufdAllowUnsafeInterrupts = Chance(30),
        };

    private Iommu Scalable(Iommu unit) =>
        unit with
        {
            ScalableMode = Chance(40),
            FirstStage = Chance(50),
            CoherentWalk = Chance(80),
        };

    private Iommu Walks(Iommu unit) => unit with { CoherentWalk = Chance(80) };

    private Device Device(Device device) =>
        device with
        {
            Group = Chance(25) ? "7" : null,
            Canwbs = Chance(40),
            Rmrr = Chance(10),
            Bound = Chance(15) ? "driver" : null,
        };

    public bool Chance(int percent) => random.Next(100) < percent;

    public T OneOf<T>(params T[] choices) => choices[random.Next(choices.Length)];
}
