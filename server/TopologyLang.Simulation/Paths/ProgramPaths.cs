using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>Where kernel and hardware meet: everything that decides what a program's steps do to the caches.</summary>
public static class ProgramPaths
{
    public static ProgramPath Of(SystemTopology topology, KernelState state, Program program)
    {
        var index = state.IndexOf(topology);
        var owner = Owner.Of(index, program);
        if (Runnable.NotKnown(state, owner, program) is { } notKnown)
        {
            return Unusable(owner, program) with { NotKnown = notKnown };
        }

        if (Runnable.CannotRun(state, owner.Host, program) is { } cannotRun)
        {
            return Unusable(owner, program) with { CannotRun = cannotRun };
        }

        var guest = owner.Inside is null ? null : state.GuestOf(owner.Inside);
        var ranges = BufferRanges.Of(state, program);
        var flushed = RecycledPages.AreFlushed(state, owner.Host, program)
            ? RecycledPages.Flushed
            : ConfidentialPaths.FlushedWhenGiven(state, program);
        return Unusable(owner, program) with
        {
            Cpu = guest is null ? CpuPaths.OfHost(owner.Machine) : CpuPaths.OfGuest(owner.Machine, guest),
            RecycleFlushes = flushed is not null,
            Buffers =
            [
                .. program
                    .Buffers.Select(b =>
                        LinearMap.In(
                            owner.Machine,
                            b,
                            ranges,
                            BufferRanges.In(ranges, owner.Machine, guest, b, BufferPaths.Of(owner.Machine, guest, b))
                        )
                    )
                    .Select(b =>
                        flushed is not null && IsRecycled(program, b.Buffer)
                            ? b with
                            {
                                Chain = b.Chain.Add(flushed),
                            }
                            : b
                    )
                    .Select(b => ConfidentialPaths.In(state, program, b))
                    .Select(b => DmaSync.In(index, owner.Host, program, b)),
            ],
            Devices =
            [
                .. program
                    .Devices.SelectMany(d => ProcessTypes.In(index, program, state.DeviceOf(d)))
                    .Select(at => PathOf(owner, index, at.State, guest?.WbinvdChain ?? []) with { Buffer = at.Buffer }),
            ],
        };
    }

    /// <summary>A request meets the real machine, whatever the host in a guest calls the device.</summary>
    private static DevicePath PathOf(
        Owner owner,
        TopologyIndex index,
        DeviceState device,
        ImmutableArray<Reason> kvm
    ) =>
        DevicePaths.Of(owner.Machine, index.RealOf(index.Device(device.Name)), device, kvm)! with
        {
            Device = device.Name,
        };

    private static bool IsRecycled(Program program, string buffer) =>
        program.Steps.Any(step => step.Kind == StepKind.Recycle && step.Buffer == buffer);

    /// <summary>A path that promises nothing, for a program that cannot run or is not known.</summary>
    private static ProgramPath Unusable(Owner owner, Program program) =>
        new()
        {
            Program = program,
            Architecture = owner.Machine.Architecture,
            Kernel = owner.Host.Kernel,
            InGuest = owner.Inside is not null,
            PhysicalCpus = owner.Machine.Cpus,
            OwnCpus = owner.Cpus,
            Profile = owner.Machine.Profile,
            AccessCompletesLineOperations = owner.Machine.Architecture is Architecture.Arm64 or Architecture.Arm,
            Cpu = new CpuPath(WbinvdMode.NotApplicable, false, false, false, false, []),
            Buffers =
            [
                .. program.Buffers.Select(b => new BufferPath(
                    b.Name,
                    [.. Enum.GetValues<AccessClass>()],
                    owner.Inside is not null,
                    []
                )),
            ],
            Devices = [.. program.Devices.Select(d => new DevicePath(d, Snooped.Either, Snooped.Either, true, []))],
        };
}
