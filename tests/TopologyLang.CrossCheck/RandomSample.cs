using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Tests.Coherence;

namespace TopologyLang.CrossCheck;

/// <summary>A program that other model checkers can be given, and the checker's own answer.</summary>
/// <param name="Length">Steps of the run to a stale read; null: coherent.</param>
/// <param name="Profile">The name of its coherence profile.</param>
public sealed record SampleProgram(string Text, RuleModel Model, int? Length, string Profile);

/// <summary>Random programs, the same ones for the same seed; stale and coherent ones take turns.</summary>
public static class RandomSample
{
    public static IEnumerable<SampleProgram> Of(int seed)
    {
        var random = new RandomPaths(seed);
        var wantsStale = true;
        while (true)
        {
            var path = random.Next();
            if (ProductRules.Of(path) is not { } model)
            {
                continue;
            }

            var verdict = Checker.Check(path, SearchLimits.Default, CancellationToken.None);
            if (verdict.Kind == VerdictKind.Stale == wantsStale)
            {
                wantsStale = !wantsStale;
                yield return new SampleProgram(
                    ProgramText.Of(path), model, verdict.Kind == VerdictKind.Stale ? verdict.Run.Length : null, path.Profile.Name);
            }
        }
    }
}
