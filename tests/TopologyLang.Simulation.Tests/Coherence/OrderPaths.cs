using System.Collections.Immutable;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;
using Buffer = TopologyLang.Simulation.Topology.Buffer;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>
/// Small random programs of an architecture whose steps may happen in several orders; the same one for the same seed.
/// </summary>
internal sealed class OrderPaths(Architecture architecture, int seed)
{
    private readonly Random random = new(seed);
    private bool inGuest;

    public ProgramPath Next()
    {
        inGuest = Chance(30);
        var cpus = 1 + random.Next(2);
        var buffers = Chance(30) ? new[] { "a", "f", "g" } : ["a", "f"];
        var devices = Chance(10) ? new[] { "d", "e" } : ["d"];
        var steps = Steps(cpus, buffers, devices);
        return new ProgramPath
        {
            Program = new Simulation.Topology.Program
            {
                Name = "random",
                Devices = [.. devices],
                Buffers =
                [
                    .. buffers.Select(
                        (name, i) => new Buffer(name, 64, MemoryType.Wb, i > 0 && Chance(8) ? "a" : null)
                    ),
                ],
                Steps = steps,
            },
            Architecture = architecture,
            Kernel = KernelVersions.NewestKnown,
            InGuest = inGuest,
            PhysicalCpus = cpus,
            OwnCpus = cpus,
            AccessCompletesLineOperations = architecture is Architecture.Arm64 or Architecture.Arm,
            Profile = CoherenceProfile.Core,
            Cpu = new CpuPath(
                architecture == Architecture.X86_64 ? WbinvdMode.Native : WbinvdMode.NotApplicable,
                false,
                false,
                false,
                inGuest && architecture is (Architecture.Arm64 or Architecture.Arm),
                []
            ),
            Buffers = [.. buffers.Select(Mapped)],
            Devices =
            [
                .. devices.Select(name => new DevicePath(
                    name,
                    Chance(85) ? Snooped.Yes : Snooped.No,
                    Chance(50) ? Snooped.Yes : Snooped.No,
                    true,
                    []
                )
                {
                    Reads = Chance(25) ? DeviceReads.Pipelined : DeviceReads.Ordered,
                }),
            ],
        };
    }

    private BufferPath Mapped(string name)
    {
        var uncached = Chance(35);
        var ordering =
            !uncached || Chance(30) ? AccessOrdering.Ordinary
            : architecture == Architecture.X86_64 && Chance(50) ? AccessOrdering.Combining
            : AccessOrdering.Device;
        var access =
            !uncached ? AccessClass.WriteBack
            : architecture == Architecture.X86_64 ? AccessClass.UncachedChecked
            : AccessClass.UncachedUnchecked;
        return new BufferPath(name, [access], inGuest, [])
        {
            Ordering = ordering,
            HasAlias = uncached && Chance(30),
            IsWriteOnly = architecture == Architecture.Loongarch64 && uncached && ordering == AccessOrdering.Ordinary,
        };
    }

    /// <summary>Turns of one actor after the other, of one to four steps, most of which begin with a wait.</summary>
    private ImmutableArray<Step> Steps(int cpus, string[] buffers, string[] devices)
    {
        var steps = new List<Step>();
        var length = 3 + random.Next(5);
        while (steps.Count < length)
        {
            var actor = random.Next(cpus + devices.Length);
            var device = actor >= cpus ? devices[actor - cpus] : null;
            if (steps.Count > 0 && Chance(60))
            {
                steps.Add(Access(device is null ? StepKind.Wait : StepKind.DmaWait, actor, device, OneOf(buffers)));
            }

            for (var turn = 1 + random.Next(3); turn > 0; turn--)
            {
                steps.Add(
                    device is null ? OfCpu(actor, OneOf(buffers), OneOf(devices)) : OfDevice(device, OneOf(buffers))
                );
            }
        }

        var reader = random.Next(2);
        steps.Add(
            reader == 0
                ? Access(StepKind.Read, random.Next(cpus), null, OneOf(buffers))
                : Access(StepKind.DmaRead, 0, devices[0], OneOf(buffers))
        );
        return [.. steps];
    }

    private Step OfDevice(string device, string buffer) =>
        random.Next(10) switch
        {
            < 4 => Access(StepKind.DmaWrite, 0, device, buffer) with { Relaxed = Chance(35) },
            < 8 => Access(StepKind.DmaRead, 0, device, buffer),
            8 => new Step(StepKind.DmaInterrupt, CpuSelector.None, null, device),
            _ => Access(StepKind.DmaWait, 0, device, buffer),
        };

    private Step OfCpu(int cpu, string buffer, string device) =>
        random.Next(20) switch
        {
            < 7 => Access(StepKind.Write, cpu, null, buffer),
            < 11 => Access(StepKind.Read, cpu, null, buffer),
            < 15 => new Step(StepKind.Barrier, CpuSelector.Own(cpu), Barrier: OneOf(Enum.GetValues<BarrierKind>())),
            15 => new Step(StepKind.Doorbell, CpuSelector.Own(cpu), null, device, Relaxed: Chance(40)),
            16 => inGuest && Chance(60) ? OfHypervisor(cpu, buffer) : new Step(StepKind.Fence, CpuSelector.Own(cpu)),
            17 => Access(StepKind.Wait, cpu, null, buffer),
            18 => inGuest && Chance(50) ? OfHypervisor(cpu, buffer) : Maintenance(cpu, buffer),
            _ => Chance(50) ? new Step(StepKind.Move, CpuSelector.Own(cpu)) : Maintenance(cpu, buffer),
        };

    private Step OfHypervisor(int cpu, string buffer) =>
        (random.Next(5), architecture) switch
        {
            (0, _) => new Step(StepKind.Read, CpuSelector.Hypervisor(cpu), buffer),
            (1, _) => new Step(StepKind.Write, CpuSelector.Hypervisor(cpu), buffer),
            (2 or 3, Architecture.X86_64) => new Step(StepKind.Clflush, CpuSelector.Hypervisor(cpu), buffer),
            (2 or 3, Architecture.Arm64 or Architecture.Arm) => new Step(
                StepKind.DcCivac,
                CpuSelector.Hypervisor(cpu),
                buffer
            ),
            _ => new Step(StepKind.Fence, CpuSelector.Hypervisor(cpu)),
        };

    private Step Maintenance(int cpu, string buffer) =>
        architecture switch
        {
            Architecture.X86_64 => Access(
                OneOf(StepKind.Clflush, StepKind.Clflushopt, StepKind.Clwb),
                cpu,
                null,
                buffer
            ),
            Architecture.Arm64 or Architecture.Arm => Access(
                OneOf(StepKind.DcCvac, StepKind.DcCivac, StepKind.DcIvac),
                cpu,
                null,
                buffer
            ),
            _ => new Step(StepKind.Fence, CpuSelector.Own(cpu)),
        };

    private Step Access(StepKind kind, int cpu, string? device, string buffer) =>
        device is null
            ? new Step(kind, CpuSelector.Own(cpu), buffer)
            : new Step(kind, CpuSelector.None, buffer, device, Chance(30));

    private bool Chance(int percent) => random.Next(100) < percent;

    private T OneOf<T>(params T[] choices) => choices[random.Next(choices.Length)];
}
