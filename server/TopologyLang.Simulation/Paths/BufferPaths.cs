using System.Collections.Immutable;
using TopologyLang.Simulation.Hardware;
using TopologyLang.Simulation.Kernel;
using TopologyLang.Simulation.Topology;
using Buffer = TopologyLang.Simulation.Topology.Buffer;

namespace TopologyLang.Simulation.Paths;

/// <summary>What a program's accesses to its buffers really are.</summary>
internal static class BufferPaths
{
    /// <param name="guest">The guest that runs the program; null for a host's own.</param>
    public static BufferPath Of(Host host, GuestState? guest, Buffer buffer) => host.Architecture switch
    {
        Architecture.X86_64 => X86BufferPaths.Of(host, guest, buffer),
        Architecture.Arm64 or Architecture.Arm => ArmBufferPaths.Of(host, guest is not null, buffer),
        _ => OfOther(host, guest is not null, buffer),
    };

    /// <summary>Why it is not known what an access does; null where it is.</summary>
    public static Reason? NotSimulated(Host host, Buffer buffer) => host.Architecture switch
    {
        Architecture.X86_64 or Architecture.Arm64 or Architecture.Arm => null,
        _ when UncachedType.Find(host.Architecture, buffer.Type) is null && buffer.Type != MemoryType.Wb =>
            new Reason($"{buffer.Name}: what a mapping other than wb does to the caches of {host.Name} is not simulated"),
        _ => null,
    };

    private static BufferPath OfOther(Host host, bool inGuest, Buffer buffer)
    {
        if (UncachedType.Find(host.Architecture, buffer.Type) is { } uncached)
        {
            return new BufferPath(buffer.Name, [AccessClass.UncachedUnchecked], inGuest, [uncached]);
        }

        ImmutableArray<Reason> chain = [new Reason($"the program maps {buffer.Name} wb, the ordinary type of memory")];
        return new BufferPath(buffer.Name, [AccessClass.WriteBack], inGuest, chain);
    }
}
