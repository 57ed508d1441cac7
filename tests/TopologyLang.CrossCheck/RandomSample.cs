using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Tests.Coherence;

namespace TopologyLang.CrossCheck;

/// <summary>A program that other model checkers can be given, and the checker's own answer.</summary>
/// <param name="Models">With every CPU of its machine.</param>
/// <param name="Reduced">With those that the checker models.</param>
public sealed record SampleProgram(string Text, ImmutableArray<RuleModel> Models, ImmutableArray<RuleModel> Reduced, OwnAnswer Answer, string Profile);

/// <summary>The checker's answer.</summary>
/// <param name="Length">Steps of the run to a stale read; null: coherent.</param>
/// <param name="States">Of a coherent program, without regard to CPUs that may change places; else null: a search stops where it finds something.</param>
public sealed record OwnAnswer(int? Length, long? States)
{
    /// <summary>Null where the checker does not decide.</summary>
    internal static OwnAnswer? Of(ProgramPath path)
    {
        var limits = SearchLimits.Default;
        var verdict = Checker.Check(path, limits, program => StateSearch.Run(program.WithoutSymmetry(), limits, CancellationToken.None));
        return verdict.Kind switch
        {
            VerdictKind.Stale => new OwnAnswer(verdict.Run.Length, null),
            VerdictKind.Coherent => new OwnAnswer(null, verdict.States),
            _ => null,
        };
    }
}

/// <summary>Random programs, the same ones for the same seed; stale and coherent ones take turns.</summary>
public static class RandomSample
{
    /// <param name="leftOut">Told why, of each program that is not translated.</param>
    public static IEnumerable<SampleProgram> Of(PathKind kind, int seed, Action<string> leftOut)
    {
        var random = new RandomPaths(seed, kind);
        var cpus = new Random(seed);
        var wantsStale = true;
        while (true)
        {
            // Sometimes a CPU more than the plain model can bear: a bystander, or another place to move to.
            var path = random.Next();
            path = path with { PhysicalCpus = path.PhysicalCpus + cpus.Next(2) };
            if (OwnAnswer.Of(path) is not { } answer || answer.Length is not null != wantsStale)
            {
                continue;
            }

            var (every, reduced) = (ProductRules.Of(path, ModelledCpus.Every), ProductRules.Of(path, ModelledCpus.AsChecked));
            if (every.WhyNot is { } why)
            {
                leftOut(why);
                continue;
            }

            wantsStale = !wantsStale;
            yield return new SampleProgram(ProgramText.Of(path), every.Models, reduced.Models, answer, path.Profile.Name);
        }
    }
}
