using System.Collections.Immutable;
using TopologyLang.Simulation.Hardware;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;
using Buffer = TopologyLang.Simulation.Topology.Buffer;

namespace TopologyLang.Simulation.Paths;

/// <summary>What a program's accesses to its buffers really are.</summary>
internal static class BufferPaths
{
    /// <param name="guest">The guest that runs the program; null for a host's own.</param>
    public static BufferPath Of(Host host, GuestState? guest, Buffer buffer) =>
        host.Architecture switch
        {
            Architecture.X86_64 => X86BufferPaths.Of(host, guest, buffer),
            Architecture.Arm64 or Architecture.Arm => ArmBufferPaths.Of(host, guest is not null, buffer),
            _ => OfOther(host, guest is not null, buffer),
        };

    /// <summary>Why it is not known what an access does; null where it is.</summary>
    public static Reason? Unknown(Host host, bool inGuest, Buffer buffer) =>
        host is { Architecture: Architecture.X86_64, Vendor: not (CpuVendor.Intel or CpuVendor.Amd or CpuVendor.Hygon) }
        && buffer.Type != MemoryType.Wb
            ? new Reason(
                $"{buffer.Name}: how the CPUs of {host.Name} combine a mapping that is not wb with the type of the "
                    + "memory is not documented: their maker publishes no table of it",
                "arch/x86/kernel/cpu/zhaoxin.c, centaur.c (nothing about memory types)"
            )
        : MappingTypes.Find(host, inGuest, buffer.Type) is { Effect: MappingEffect.Unknown } row
            ? new Reason($"{buffer.Name}: {row.Text}", row.Source)
        : null;

    /// <summary>Why the buffer cannot be mapped so; null where it can.</summary>
    public static Reason? NoSuchType(Host host, bool inGuest, Buffer buffer) =>
        MappingTypes.Find(host, inGuest, buffer.Type) is { Effect: MappingEffect.NoSuchType } row
            ? new Reason($"{buffer.Name}: {row.Text}", row.Source)
            : null;

    private static BufferPath OfOther(Host host, bool inGuest, Buffer buffer)
    {
        var row = MappingTypes.Find(host, inGuest, buffer.Type);
        ImmutableArray<Reason> chain =
        [
            row?.ToReason() ?? new Reason($"the program maps {buffer.Name} wb, the ordinary type of memory"),
        ];
        return new BufferPath(
            buffer.Name,
            [row is { Effect: MappingEffect.Uncached } ? AccessClass.UncachedUnchecked : AccessClass.WriteBack],
            inGuest,
            chain
        )
        {
            IsWriteOnly = row?.WriteOnly == true,
            Ordering =
                row is { Effect: MappingEffect.Uncached } && (buffer.Type is MemoryType.Uc or MemoryType.Device)
                    ? AccessOrdering.Device
                    : AccessOrdering.Ordinary,
        };
    }
}
