using System.Collections.Immutable;
using TopologyLang.Analysis.Rules;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Text;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies;

/// <summary>Cache maintenance put at one place before the stale read; at two where no single one is enough.</summary>
public sealed class InsertedMaintenance(Simulator simulator, Places places)
{
    /// <summary>Pairs are tried in every two places, so only in programs that are not longer.</summary>
    private const int LongestProgramForPairs = 16;

    public IEnumerable<Remedy> For(SimulatedRun run, CancellationToken cancellation)
    {
        // A built-in program has no text to insert into.
        if (run.Program.BuiltIn)
        {
            return [];
        }

        var single = Singles(run, cancellation).ToList();
        var pairsHelp = run.Verdict.Hazard != Hazard.InformationLeak && run.Program.Steps.Length <= LongestProgramForPairs;
        return single.Count > 0 || !pairsHelp ? single : Pairs(run, cancellation).Take(1);
    }

    /// <summary>Each kind at the place nearest before the stale read where it mends the program.</summary>
    private IEnumerable<Remedy> Singles(SimulatedRun run, CancellationToken cancellation)
    {
        var found = false;
        foreach (var candidate in CandidatesFor(run).Where(candidate => !(found && candidate.LastResort)))
        {
            for (var place = run.Verdict.FailingStep; place >= 0; place--)
            {
                var steps = Instructions(run, candidate, place);
                if (Mends(run, run.Program.Steps.InsertRange(place, steps), cancellation))
                {
                    found = true;
                    yield return new Remedy(RemedyKind.Insert, Edits(run, place, steps), candidate.Cost);
                    break;
                }
            }
        }
    }

    private IEnumerable<Remedy> Pairs(SimulatedRun run, CancellationToken cancellation)
    {
        foreach (var cheapest in CandidatesFor(run).OrderByDescending(candidate => candidate.LastResort).Take(1))
        {
            for (var second = run.Verdict.FailingStep; second >= 0; second--)
            {
                for (var first = second; first >= 0; first--)
                {
                    var late = Instructions(run, cheapest, second);
                    var early = Instructions(run, cheapest, first);
                    if (Mends(run, run.Program.Steps.InsertRange(second, late).InsertRange(first, early), cancellation))
                    {
                        yield return new Remedy(
                            RemedyKind.Insert,
                            [.. Edits(run, first, early), .. Edits(run, second, late)],
                            "writes back and drops the buffer's lines in every cache, twice");
                    }
                }
            }
        }
    }

    private static ImmutableArray<MaintenanceCandidate> CandidatesFor(SimulatedRun run)
    {
        var index = run.Run.State.Index;
        var host = index.Host(run.Program.Host ?? index.Guest(run.Program.Guest!).Host);
        return MaintenanceCandidate.Of(host.Architecture, run.Verdict.Hazard);
    }

    private static ImmutableArray<Step> Instructions(SimulatedRun run, MaintenanceCandidate candidate, int place)
    {
        var cpu = Cpu(run.Program, candidate.Scope, place);
        var buffer = run.Verdict.Run[^1].Buffer;
        return [.. candidate.Kinds.Select(kind => new Step(kind, cpu, kind is StepKind.Clflush or StepKind.DcCivac ? buffer : null))];
    }

    private static CpuSelector Cpu(Program program, CpuScope scope, int place) => scope switch
    {
        CpuScope.All => CpuSelector.All,
        CpuScope.Hypervisor when program.Guest is not null => CpuSelector.Hypervisor(0),
        _ => LastCpuBefore(program, place),
    };

    /// <summary>The CPU that the driver runs on there: the last one that did something.</summary>
    private static CpuSelector LastCpuBefore(Program program, int place)
    {
        var last = program.Steps.Take(place).LastOrDefault(step => step.Cpu.Scope == CpuScope.Own);
        return last.Cpu.Scope == CpuScope.Own ? last.Cpu : CpuSelector.Own(0);
    }

    private bool Mends(SimulatedRun run, ImmutableArray<Step> steps, CancellationToken cancellation) =>
        simulator.Check(run, steps, cancellation).Kind == VerdictKind.Coherent;

    private ImmutableArray<RemedyEdit> Edits(SimulatedRun run, int place, ImmutableArray<Step> steps) =>
        [.. steps.Select(step => new RemedyEdit(places.Of(run.Program, place), Words.Of(step)))];
}
