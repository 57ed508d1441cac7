using System.Globalization;
using System.Text;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Text;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Markdown;

/// <summary>
/// The parts that hover and report say of one run: verdict, shortest run, remedies, chain of reasons.
/// </summary>
internal static class RunMarkdown
{
    /// <summary>With a link to what the model leaves out, where that decides what the verdict is worth.</summary>
    public static string Verdict(SimulatedRun run) =>
        MarkdownText.Prose(RunText.Verdict(run))
        + (run.Verdict.Kind == VerdictKind.Coherent ? MarkdownText.ModelLink : "");

    public static void AppendRun(StringBuilder text, Verdict verdict)
    {
        if (verdict.Run.IsEmpty)
        {
            return;
        }

        text.AppendLine("| | shortest run | afterwards |");
        text.AppendLine("|---|---|---|");
        foreach (var (step, index) in verdict.Run.Select((step, index) => (step, index)))
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {index + 1} | {MarkdownText.Escape(RunStepText.Sentence(step))} | "
                    + $"{MarkdownText.Escape(RunStepText.State(step))} |"
            );
        }

        text.AppendLine();
    }

    public static void AppendRemedies(StringBuilder text, FileAnalysis analysis, SimulatedRun run)
    {
        var remedies = analysis.Remedies.For(run, CancellationToken.None);
        if (remedies.IsEmpty)
        {
            return;
        }

        text.AppendLine("What mends it:");
        text.AppendLine();
        foreach (var remedy in remedies)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {RemedyText.Line(analysis.Binding, remedy)}");
        }

        text.AppendLine();
    }

    public static void AppendChain(StringBuilder text, SimulatedRun run) =>
        AppendChain(text, new ToldChain(null, 0, Chains.Of(run.Path)));

    /// <param name="chain">As <see cref="ToldChains"/> gives it: what was told elsewhere is not said again.</param>
    public static void AppendChain(StringBuilder text, ToldChain chain)
    {
        text.AppendLine(chain.Reference("for") is { } earlier ? $"Why: {earlier}" : "Why:");
        text.AppendLine();
        foreach (var reason in chain.Rest)
        {
            text.AppendLine(MarkdownText.Reason(reason));
        }

        text.AppendLine();
    }
}
