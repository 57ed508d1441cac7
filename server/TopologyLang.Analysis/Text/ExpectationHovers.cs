using TopologyLang.Language.Binding;

namespace TopologyLang.Analysis.Text;

/// <summary>Whether an expectation came out, and what came out.</summary>
internal static class ExpectationHovers
{
    public static string? Of(FileAnalysis analysis, SyntaxElement element) => analysis.Expectations
        .Where(answer => analysis.Binding.ExpectationSpan(answer.Index) == element.Owner.DeclarationSpan)
        .Select(answer => answer.Met ? $"**met**: {MarkdownText.Escape(answer.Found)}" : $"**not met**, found: {MarkdownText.Escape(answer.Found)}")
        .FirstOrDefault();
}
