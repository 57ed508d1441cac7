using TopologyLang.Simulation.Kernel.ConfidentialGuests;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>A program of a guest whose memory is kept from its host and from its devices.</summary>
internal static class ConfidentialPaths
{
    private const string Threads = "canonical/tdx issue 395; intel/tdx-linux issue 13 (2025, open)";

    /// <summary>What no source tells; null where nothing is left open.</summary>
    public static Reason? Unknown(KernelState state, Program program)
    {
        if (Of(state, program) is not { } guest)
        {
            return null;
        }

        return program.Steps.FirstOrDefault(step => step.Kind is StepKind.SyncForDevice or StepKind.SyncForCpu)
                is { Buffer: { } synced }
                ? new Reason(
                    $"{synced} is mapped for streaming DMA (sync), and in {guest.Name} that goes through a bounce "
                        + "buffer: the "
                        + "device reaches the copy, and a program does not say when it is made. Declare the shared "
                        + "buffer itself, with the copies as cpu write and cpu read",
                    "kernel/dma/swiotlb.c:swiotlb_bounce"
                )
            : guest.Confidential == Confidential.Tdx
            && program.Devices.FirstOrDefault(device => Attaches(state, device) > 1) is { } again
                ? new Reason(
                    $"{again} was attached to {guest.Name} again: two open reports say that memory which such a guest "
                        + "shares a second time reads stale, and nobody has explained it",
                    Threads
                )
            : null;
    }

    /// <summary>The path with what the buffer's memory is.</summary>
    public static BufferPath In(KernelState state, Program program, BufferPath buffer) =>
        Of(state, program) is { } guest && !program.Devices.IsEmpty
            ? buffer with
            {
                Chain = [.. buffer.Chain, .. SharedMemory.ToReasons(state.Index.Host(guest.Host), guest)],
            }
            : buffer;

    /// <summary>Why a page is flushed before the guest gets it; null where it is not.</summary>
    public static Reason? FlushedWhenGiven(KernelState state, Program program) =>
        Of(state, program) is { } guest ? SharedMemory.FlushedWhenGiven(state.Index.Host(guest.Host), guest) : null;

    private static Guest? Of(KernelState state, Program program) =>
        program.Guest is { } name && state.Index.Guest(name) is { Confidential: not Confidential.None } guest
            ? guest
            : null;

    private static int Attaches(KernelState state, string device) =>
        state.Done.Count(done => done.Kind == OperationKind.Attach && done.Device == device);
}
