using System.Collections.Immutable;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.Simulation.Coherence;

/// <summary>Where a CPU of the program's owner is at a place in the program.</summary>
/// <param name="DirtyMask">
/// Of a vCPU for which KVM emulates wbinvd: the physical CPUs whose caches its next wbinvd empties besides the current one's; else null.
/// </param>
public sealed record CpuStanding(int Number, int PhysicalCpu, ImmutableArray<int>? DirtyMask)
{
    /// <returns>For each place (before step 0, after step 0, ...) every CPU that the program's steps name, ascending.</returns>
    public static ImmutableArray<ImmutableArray<CpuStanding>> AlongTheWay(ProgramPath path)
    {
        var placement = new CpuPlacement(path);
        var numbers = path
            .Program.Steps.Where(step => step.Cpu.Scope == Topology.CpuScope.Own)
            .Select(step => step.Cpu.Number)
            .Distinct()
            .Order()
            .ToList();
        var places = ImmutableArray.CreateBuilder<ImmutableArray<CpuStanding>>();
        places.Add(All());
        foreach (var step in path.Program.Steps)
        {
            placement.Place(step);
            places.Add(All());
        }

        return places.ToImmutable();

        ImmutableArray<CpuStanding> All() => [.. numbers.Select(placement.StandingOf)];
    }
}
