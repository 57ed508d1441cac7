using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Editing;

/// <summary>What the order of a program takes for granted, at the statements where it does.</summary>
internal static class OrderHints
{
    private const string Handoff = "an interrupt or a writel() is assumed here";
    private const string Passed = "passes at once: nobody has written it";

    /// <summary>
    /// Only of a program that names an order: in another one every statement follows the one before it.
    /// </summary>
    public static IEnumerable<Hint> Of(FileAnalysis analysis, Symbol symbol)
    {
        var paths = analysis
            .System.RunsOf(symbol.Name)
            .Select(pair => pair.Run.Path)
            .Where(path => path is { CannotRun: null, NotKnown: null });
        if (paths.FirstOrDefault() is not { } path || ProgramOrder.Of(path) is not { IsText: false } order)
        {
            yield break;
        }

        foreach (var step in order.AssumedHandoffs)
        {
            yield return At(
                analysis,
                symbol,
                step,
                Handoff,
                "another actor goes on, and no doorbell, interrupt or wait says how it knows"
            );
        }

        for (var step = 0; step < path.Program.Steps.Length; step++)
        {
            if (path.Program.Steps[step].IsWait && !IsWrittenBefore(path.Program, step))
            {
                yield return At(analysis, symbol, step, Passed, "so two actors are made to start side by side");
            }
        }
    }

    private static bool IsWrittenBefore(Program program, int wait) =>
        program.Steps.Take(wait).Any(step => step.IsWrite && step.Buffer == program.Steps[wait].Buffer);

    private static Hint At(FileAnalysis analysis, Symbol symbol, int step, string text, string why) =>
        new(analysis.Binding.StepSpan(symbol.Name, step).Span.End, text, why);
}
