using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Coherence.Checking;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Tests.Kernel;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Properties;

/// <summary>
/// On x86 an IOMMU that forces requests to snoop is always safe, whatever a guest's driver does for its cache and
/// whatever KVM then leaves out: its wbinvd, its own memory types (seed 001). Not so on Arm, where an uncached mapping
/// goes wrong with a device that snoops.
/// </summary>
public class EnforcementPropertyTests
{
    private const int Programs = 3_000;

    private static readonly StepKind[] Kinds =
    [
        StepKind.Write,
        StepKind.Write,
        StepKind.Read,
        StepKind.DmaRead,
        StepKind.DmaRead,
        StepKind.DmaWrite,
        StepKind.Wbinvd,
        StepKind.Wbinvd,
        StepKind.Clflush,
        StepKind.Clflushopt,
        StepKind.Clwb,
        StepKind.Fence,
        StepKind.Move,
    ];

    [Fact]
    public void MoreEnforcementNeverMakesACoherentProgramStale()
    {
        var coherent = 0;
        var mended = 0;
        for (var seed = 1; seed <= Programs; seed++)
        {
            var without = VerdictOf(seed, false);
            var with = VerdictOf(seed, true);
            coherent += without.Kind == VerdictKind.Coherent ? 1 : 0;
            mended += without.Kind == VerdictKind.Stale && with.Kind == VerdictKind.Coherent ? 1 : 0;

            Assert.True(
                without.Kind != VerdictKind.Coherent || with.Kind == VerdictKind.Coherent,
                $"seed {seed}: coherent without snoop control, {with.Kind} with it: {string.Join("; ", Describe(seed))}"
            );
        }

        Assert.True(
            coherent > Programs / 10 && mended > Programs / 10,
            $"{coherent} coherent and {mended} mended programs say little"
        );
    }

    private static Verdict VerdictOf(int seed, bool snoopControl)
    {
        var machine = MachineOf(seed, snoopControl);
        var run = machine.Run().Runs[0];
        return Checker.Check(
            ProgramPaths.Of(machine.Topology, run.State, machine.Topology.Programs[0]),
            SearchLimits.Default,
            CancellationToken.None
        );
    }

    private static Machine MachineOf(int seed, bool snoopControl)
    {
        var random = new RandomMachine(seed);
        var kernel = random.OneOf("5.15", "5.19", "6.1", "6.6", "6.8", "6.16", "7.2");
        var api = kernel is "5.15" or "5.19" or "6.1"
            ? DomainApi.VfioType1
            : random.OneOf(DomainApi.VfioType1, DomainApi.Iommufd);
        var exiting = random.Chance(80);
        var type = random.OneOf(MemoryType.Wb, MemoryType.Wb, MemoryType.Wt, MemoryType.Wc, MemoryType.Uc);
        var machine = Machine
            .Intel(kernel, h => h with { WbinvdExiting = exiting })
            .Vtd("unit", snoopControl)
            .Device("nic", "unit")
            .Domain("space", api, "nic")
            .Guest(
                new Guest
                {
                    Name = "vm",
                    Host = "host",
                    Vcpus = 2,
                    IgnoreGuestPat = random.OneOf<bool?>(null, true, false),
                    Assign = [new Assignment("nic", "space")],
                }
            )
            .Program("p", "vm", "nic", type);
        return machine.WithSteps([
            .. Enumerable.Range(0, random.OneOf(3, 4, 5)).Select(_ => StepOf(random)),
            Last(random),
        ]);
    }

    private static Step StepOf(RandomMachine random)
    {
        var kind = random.OneOf(Kinds);
        var own = CpuSelector.Own(random.OneOf(0, 0, 1));
        return kind switch
        {
            StepKind.DmaRead or StepKind.DmaWrite => new Step(kind, CpuSelector.None, "b", "nic", random.Chance(70)),
            StepKind.Wbinvd or StepKind.Fence => new Step(kind, random.Chance(20) ? CpuSelector.All : own),
            StepKind.Move => new Step(kind, own),
            StepKind.Write or StepKind.Clflush => new Step(
                kind,
                random.Chance(15) ? CpuSelector.Hypervisor(0) : own,
                "b"
            ),
            _ => new Step(kind, own, "b"),
        };
    }

    private static Step Last(RandomMachine random) =>
        random.Chance(50)
            ? new Step(StepKind.Read, CpuSelector.Own(0), "b")
            : new Step(StepKind.DmaRead, CpuSelector.None, "b", "nic", random.Chance(70));

    private static IEnumerable<string> Describe(int seed)
    {
        var topology = MachineOf(seed, true).Topology;
        var program = topology.Programs[0];
        return program
            .Steps.Select(step => $"{step.Cpu.Scope} {step.Cpu.Number} {step.Kind}{(step.NoSnoop ? " no_snoop" : "")}")
            .Prepend($"Linux {topology.Hosts[0].Kernel}, {program.Buffers[0].Type}");
    }
}
