using System.Collections.Immutable;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Programs;

/// <summary>Where the CPUs of a program's owner are while it runs.</summary>
public static class CpuStandings
{
    /// <param name="run">The program's steps in the order in which the run takes them; null: a step of the
    /// caches.</param>
    /// <returns>
    /// Before the run and after each of its steps every CPU that the program's steps name, ascending.
    /// </returns>
    public static ImmutableArray<ImmutableArray<CpuStanding>> AlongTheRun(ProgramPath path, IEnumerable<int?> run)
    {
        var placement = new CpuPlacement(path);
        var numbers = path
            .Program.Steps.Where(step => step.Cpu.Scope == CpuScope.Own)
            .Select(step => step.Cpu.Number)
            .Distinct()
            .Order()
            .ToList();
        var standings = ImmutableArray.CreateBuilder<ImmutableArray<CpuStanding>>();
        standings.Add(All());
        foreach (var step in run)
        {
            if (step is { } index)
            {
                placement.Place(path.Program.Steps[index]);
            }

            standings.Add(All());
        }

        return standings.ToImmutable();

        ImmutableArray<CpuStanding> All() => [.. numbers.Select(placement.StandingOf)];
    }
}
