using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Coherence.Checking;
using TopologyLang.Simulation.Coherence.Search;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.CrossCheck;

/// <summary>A program that other model checkers can be given, and the checker's own answer.</summary>
/// <param name="Text">For a message: which program it is.</param>
/// <param name="Models">With every CPU of its machine.</param>
/// <param name="Reduced">With those that the checker models.</param>
/// <param name="Profile">The name of its coherence profile.</param>
public sealed record SampleProgram(
    string Text,
    ImmutableArray<RuleModel> Models,
    ImmutableArray<RuleModel> Reduced,
    OwnAnswer Answer,
    string Profile
)
{
    /// <param name="whyNot">Empty where it is translated.</param>
    /// <returns>Null where it is not translated.</returns>
    public static SampleProgram? Of(ProgramPath path, string text, out string whyNot)
    {
        var (every, reduced) = (
            ProductRules.Of(path, ModelledCpus.Every),
            ProductRules.Of(path, ModelledCpus.AsChecked)
        );
        var answer = OwnAnswer.Of(path);
        whyNot = every.WhyNot ?? (answer is null ? "the checker does not decide it" : "");
        return whyNot.Length == 0
            ? new SampleProgram(text, every.Models, reduced.Models, answer!, path.Profile.Name)
            : null;
    }
}

/// <summary>The checker's answer.</summary>
/// <param name="Length">Steps of the run to a stale read; null: coherent.</param>
/// <param name="States">Of a coherent program, without regard to CPUs that may change places; else null: a search stops
/// where it finds something.</param>
public sealed record OwnAnswer(int? Length, long? States)
{
    /// <returns>Null where the checker does not decide.</returns>
    public static OwnAnswer? Of(ProgramPath path)
    {
        var verdict = Checker.Check(path, SearchLimits.Default, CancellationToken.None);
        return verdict.Kind switch
        {
            VerdictKind.Stale => new OwnAnswer(verdict.Run.Length, null),
            VerdictKind.Coherent => new OwnAnswer(null, Explored(path)),
            _ => null,
        };
    }

    private static long Explored(ProgramPath path) =>
        Checker
            .Check(
                path,
                SearchLimits.Default,
                program => StateSearch.Run(program.WithoutSymmetry(), SearchLimits.Default, CancellationToken.None)
            )
            .States;
}
