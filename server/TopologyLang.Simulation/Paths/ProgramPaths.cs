using TopologyLang.Simulation.Kernel;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>Where kernel and hardware meet: everything that decides what a program's steps do to the caches.</summary>
public static class ProgramPaths
{
    public static ProgramPath Of(SystemTopology topology, KernelState state, Program program)
    {
        var index = state.IndexOf(topology);
        var guest = program.Guest is { } name ? index.Guest(name) : null;
        var host = index.Host(guest?.Host ?? program.Host!);
        if (Runnable.NotSimulated(state, host, guest, program) is { } notSimulated)
        {
            return Unusable(host, guest, program) with { NotSimulated = notSimulated };
        }

        if (Runnable.CannotRun(state, host, program) is { } cannotRun)
        {
            return Unusable(host, guest, program) with { CannotRun = cannotRun };
        }

        var guestState = guest is null ? null : state.GuestOf(guest.Name);
        var kvm = guestState?.WbinvdChain ?? [];
        var flushed = RecycledPages.AreFlushed(state, host, program);
        return Unusable(host, guest, program) with
        {
            Cpu = guestState is null ? CpuPaths.OfHost(host) : CpuPaths.OfGuest(host, guestState),
            RecycleFlushes = flushed,
            Buffers = [.. program.Buffers.Select(b => BufferPaths.Of(host, guestState, b))
                .Select(b => flushed && IsRecycled(program, b.Buffer) ? b with { Chain = b.Chain.Add(RecycledPages.Flushed) } : b)],
            SyncForDevice = DmaSync.ForDevice(index, host, program),
            SyncForCpu = DmaSync.ForCpu(index, host, program),
            Devices =
            [
                .. program.Devices.Select(d =>
                    DevicePaths.Of(host, index.Device(d), ProcessTypes.In(index, program, state.DeviceOf(d)), kvm)!),
            ],
        };
    }

    private static bool IsRecycled(Program program, string buffer) =>
        program.Steps.Any(step => step.Kind == StepKind.Recycle && step.Buffer == buffer);

    /// <summary>A path that promises nothing, for a program that cannot run or is not simulated.</summary>
    private static ProgramPath Unusable(Host host, Guest? guest, Program program) => new()
    {
        Program = program,
        InGuest = guest is not null,
        PhysicalCpus = host.Cpus,
        OwnCpus = guest?.Vcpus ?? host.Cpus,
        Profile = host.Profile,
        AccessCompletesLineOperations = host.Architecture is Architecture.Arm64 or Architecture.Arm,
        Cpu = new CpuPath(WbinvdMode.NotApplicable, false, false, false, false, []),
        Buffers = [.. program.Buffers.Select(b => new BufferPath(b.Name, [.. Enum.GetValues<AccessClass>()], guest is not null, []))],
        Devices = [.. program.Devices.Select(d => new DevicePath(d, Snooped.Either, Snooped.Either, true, []))],
    };
}
