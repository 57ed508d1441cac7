using TopologyLang.Analysis.Explanations;
using TopologyLang.Analysis.Markdown;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Binding;

namespace TopologyLang.Analysis.Hover;

/// <summary>Whether an expectation came out, what came out, and why.</summary>
internal static class ExpectationHovers
{
    public static string? Of(FileAnalysis analysis, SyntaxElement element) =>
        ExpectationExplanations.Of(analysis, element).ToList() is { Count: > 0 } explanations
            ? ExplanationMarkdown.Of(explanations)
            : null;
}
