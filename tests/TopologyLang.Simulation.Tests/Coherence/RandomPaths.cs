using System.Collections.Immutable;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;
using Buffer = TopologyLang.Simulation.Topology.Buffer;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>What each of the random programs has.</summary>
public enum PathKind
{
    Any,

    /// <summary>Two or three buffers in one cache line.</summary>
    SharedLine,

    /// <summary>Write-combining buffers that show, and mappings that use them.</summary>
    CombiningBuffers,
}

/// <summary>Small random programs on random machines; the same one for the same seed.</summary>
internal sealed class RandomPaths(int seed, PathKind wanted = PathKind.Any)
{
    private static readonly StepKind[] X86Kinds =
    [
        StepKind.Write,
        StepKind.Write,
        StepKind.Write,
        StepKind.Read,
        StepKind.Read,
        StepKind.DmaRead,
        StepKind.DmaRead,
        StepKind.DmaRead,
        StepKind.DmaWrite,
        StepKind.DmaWrite,
        StepKind.Wbinvd,
        StepKind.Wbinvd,
        StepKind.Wbnoinvd,
        StepKind.Invd,
        StepKind.Clflush,
        StepKind.Clflushopt,
        StepKind.Clwb,
        StepKind.Fence,
        StepKind.Move,
        StepKind.Move,
        StepKind.Recycle,
    ];

    private static readonly StepKind[] ArmKinds =
    [
        StepKind.Write,
        StepKind.Write,
        StepKind.Write,
        StepKind.Read,
        StepKind.Read,
        StepKind.DmaRead,
        StepKind.DmaRead,
        StepKind.DmaRead,
        StepKind.DmaWrite,
        StepKind.DmaWrite,
        StepKind.DcCvac,
        StepKind.DcCivac,
        StepKind.DcIvac,
        StepKind.DcIvac,
        StepKind.DcCsw,
        StepKind.DcCisw,
        StepKind.DcIsw,
        StepKind.Fence,
        StepKind.Fence,
        StepKind.Move,
        StepKind.Recycle,
        StepKind.SyncForDevice,
        StepKind.SyncForCpu,
    ];

    private readonly Random random = new(seed);
    private bool waits;

    public ProgramPath Next()
    {
        var arm = Chance(40);
        var inGuest = Chance(60);
        var ownCpus = 1 + random.Next(2);
        var profile =
            wanted == PathKind.CombiningBuffers ? Profile() with { Buffers = CombiningBuffers.Kept }
            : Chance(40) ? Profile()
            : CoherenceProfile.Core;
        ImmutableArray<string> buffers =
            wanted == PathKind.SharedLine ? (Chance(30) ? ["a", "b", "c"] : ["a", "b"])
            : Chance(15) ? ["a", "b"]
            : ["a"];
        var shares = wanted == PathKind.SharedLine || (buffers.Length == 2 && Chance(50));
        waits = Chance(30);
        var cpus = buffers.Length == 2 && wanted == PathKind.Any ? 1 + random.Next(2) : 1 + random.Next(3);
        // A profile or a second buffer multiplies the states, and the plain model is slow.
        var length =
            wanted == PathKind.SharedLine
                ? 3 + random.Next(4)
                : 2 + random.Next(buffers.Length > 1 || profile != CoherenceProfile.Core ? 3 : 5);
        var kinds = arm ? ArmKinds : X86Kinds;
        var steps = Enumerable
            .Range(0, length)
            .Select(_ => Step(kinds, ownCpus, buffers))
            .Append(LastStep(ownCpus, buffers));
        return new ProgramPath
        {
            Program = new Simulation.Topology.Program
            {
                Name = "random",
                Devices = ["d"],
                Buffers =
                [
                    .. buffers.Select(name => new Buffer(name, 64, MemoryType.Wb, shares && name != "a" ? "a" : null)),
                ],
                Steps = [.. steps],
            },
            Architecture = arm ? Architecture.Arm64 : Architecture.X86_64,
            Kernel = KernelVersions.NewestKnown,
            InGuest = inGuest,
            PhysicalCpus = cpus,
            OwnCpus = ownCpus,
            AccessCompletesLineOperations = arm,
            Profile = profile,
            Cpu = arm ? Arm(inGuest) : X86(inGuest),
            Buffers =
            [
                .. buffers.Select(name => new BufferPath(name, Access(profile), inGuest ? Chance(80) : Chance(10), [])
                {
                    SyncForDevice = arm ? Any<SyncEffect>() : SyncEffect.Nothing,
                    SyncForCpu = arm ? Any<SyncEffect>() : SyncEffect.Nothing,
                }),
            ],
            Devices =
                buffers.Length > 1 && Chance(50)
                    ? [.. buffers.Select(name => Device() with { Buffer = name })]
                    : [Device()],
            RecycleFlushes = Chance(20),
        };
    }

    private CpuPath X86(bool inGuest)
    {
        var mode = inGuest
            ? OneOf(WbinvdMode.Nop, WbinvdMode.Emulated, WbinvdMode.Emulated, WbinvdMode.Native)
            : WbinvdMode.Native;
        return new CpuPath(mode, inGuest && mode == WbinvdMode.Native && Chance(70), false, false, false, []);
    }

    private CpuPath Arm(bool inGuest)
    {
        var fwb = inGuest && Chance(30);
        return new CpuPath(WbinvdMode.NotApplicable, false, inGuest && !fwb && Chance(80), fwb, inGuest, []);
    }

    private CoherenceProfile Profile() =>
        Chance(20)
            ? CoherenceProfile.Architectural
            : new CoherenceProfile(
                Any<CombiningBuffers>(),
                Chance(40) ? Any<CombiningChecks>() : null,
                Chance(40),
                Any<DirtyLines>()
            );

    private Step Step(StepKind[] kinds, int ownCpus, ImmutableArray<string> buffers)
    {
        var kind = waits && Chance(25) ? OneOf(StepKind.Wait, StepKind.DmaWait) : OneOf(kinds);
        var buffer = OneOf([.. buffers]);
        var own = CpuSelector.Own(random.Next(ownCpus));
        return kind switch
        {
            StepKind.DmaRead or StepKind.DmaWrite or StepKind.DmaWait => new Step(
                kind,
                CpuSelector.None,
                buffer,
                "d",
                Chance(60)
            ),
            StepKind.Recycle or StepKind.SyncForDevice or StepKind.SyncForCpu => new Step(
                kind,
                CpuSelector.None,
                buffer
            ),
            StepKind.Move => new Step(kind, own),
            StepKind.Fence => new Step(
                kind,
                Chance(15) ? CpuSelector.Hypervisor(random.Next(3))
                    : Chance(15) ? CpuSelector.All
                    : own
            ),
            StepKind.Wbinvd
            or StepKind.Wbnoinvd
            or StepKind.Invd
            or StepKind.DcCsw
            or StepKind.DcCisw
            or StepKind.DcIsw => new Step(kind, Chance(25) ? CpuSelector.All : own),
            StepKind.Read or StepKind.Write or StepKind.Clflush or StepKind.DcCivac => new Step(
                kind,
                Chance(20) ? CpuSelector.Hypervisor(random.Next(3)) : own,
                buffer
            ),
            _ => new Step(kind, own, buffer),
        };
    }

    /// <summary>A program that ends in a read has a question to answer.</summary>
    private Step LastStep(int ownCpus, ImmutableArray<string> buffers) =>
        Chance(50)
            ? new Step(StepKind.Read, CpuSelector.Own(random.Next(ownCpus)), OneOf([.. buffers]))
            : new Step(StepKind.DmaRead, CpuSelector.None, OneOf([.. buffers]), "d", Chance(60));

    private ImmutableArray<AccessClass> Access(CoherenceProfile profile)
    {
        if (wanted == PathKind.CombiningBuffers && Chance(60))
        {
            return [AccessClass.WriteCombining];
        }

        // The core has no write-combining accesses: they are uncached ones.
        var classes = Enum.GetValues<AccessClass>()
            .Where(one => one != AccessClass.WriteCombining || profile != CoherenceProfile.Core)
            .ToArray();
        return Chance(10)
            ? [.. classes.OrderBy(_ => random.Next()).Take(2)]
            : [Chance(50) ? AccessClass.WriteBack : OneOf(classes)];
    }

    private DevicePath Device() => new("d", Routing(20), Routing(70), true, []);

    private Snooped Routing(int percentNot) =>
        Chance(percentNot) ? Snooped.No
        : Chance(80) ? Snooped.Yes
        : Snooped.Either;

    private bool Chance(int percent) => random.Next(100) < percent;

    private T OneOf<T>(params T[] choices) => choices[random.Next(choices.Length)];

    private T Any<T>()
        where T : struct, Enum => OneOf(Enum.GetValues<T>());
}
