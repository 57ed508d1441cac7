using System.Collections.Immutable;
using System.Globalization;

namespace TopologyLang.CrossCheck;

/// <summary>
/// Compares the checker's answer with those of others. SPIN gets every CPU of the machine, so that it also looks at
/// what the checker leaves out; rumur gets the CPUs that the checker models, and must count the same states where all
/// of them are explored.
/// </summary>
public static class Comparison
{
    /// <returns>What differs; null: nothing.</returns>
    public static string? WithSpin(SampleProgram program) =>
        Difference(
            "SPIN",
            program.Models,
            program.Answer with
            {
                States = null,
            },
            model => CheckerRun.Spin(model, breadthFirst: true, optimize: false)
        );

    /// <returns>What differs; null: nothing.</returns>
    public static string? WithRumur(SampleProgram program) =>
        Difference("rumur", program.Reduced, program.Answer, model => CheckerRun.Rumur(model, optimize: false));

    private static string? Difference(
        string checker,
        ImmutableArray<RuleModel> models,
        OwnAnswer ours,
        Func<RuleModel, CheckerAnswer> run
    )
    {
        var answers = models.Select(run).ToList();
        var theirs = new OwnAnswer(
            answers.Min(answer => answer.Length),
            ours.States is null ? null : answers.Sum(answer => answer.States)
        );
        return theirs == ours ? null : $"{checker}: {Said(theirs)}; the checker: {Said(ours)}";
    }

    private static string Said(OwnAnswer answer) =>
        answer.Length is { } length ? string.Create(CultureInfo.InvariantCulture, $"stale after {length} steps")
        : answer.States is { } states ? string.Create(CultureInfo.InvariantCulture, $"coherent, {states} states")
        : "coherent";
}
