using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Paths;

/// <summary>Whose program it is, and on what it really runs.</summary>
/// <param name="Host">Whose kernel the program's devices belong to.</param>
/// <param name="Machine">The real machine below, whose CPUs and root complex count.</param>
/// <param name="Inside">The guest on whose vCPUs it runs: its own, or the one in which its host runs; null on a real
/// machine.</param>
/// <param name="Cpus">Of the owner.</param>
internal sealed record Owner(Host Host, Host Machine, string? Inside, int Cpus)
{
    public static Owner Of(TopologyIndex index, Program program)
    {
        var guest = program.Guest is { } name ? index.Guest(name) : null;
        var host = index.Host(guest?.Host ?? program.Host!);
        return new Owner(host, index.MachineOf(host), guest?.Name ?? host.InGuest, guest?.Vcpus ?? host.Cpus);
    }
}
