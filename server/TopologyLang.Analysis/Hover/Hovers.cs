using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Binding;

namespace TopologyLang.Analysis.Hover;

/// <summary>What stands at a place, what it came to, and why.</summary>
public static class Hovers
{
    /// <returns>Null where there is nothing to say: space, comments, another file.</returns>
    public static HoverText? At(FileAnalysis analysis, string path, int offset)
    {
        if (analysis.Binding.ElementAt(path, offset) is not { } element)
        {
            return null;
        }

        var markdown = element switch
        {
            { Symbol: { } symbol } => DeclarationHovers.Of(analysis, symbol),
            { Property: { } property } => PropertyHovers.Of(analysis, element.Owner, property),
            { Owner.Kind: DeclarationKind.Program, Statement: not null } => StepHovers.Of(analysis, element),
            { Owner.Kind: DeclarationKind.Scenario, Statement: not null } => OperationHovers.Of(analysis, element),
            { Owner.Kind: DeclarationKind.Expect } => ExpectationHovers.Of(analysis, element),
            { Kind: SyntaxElementKind.Keyword } => PropertyHovers.OfKind(element.Owner),
            _ => null,
        };
        return markdown is null ? null : new HoverText(markdown, element.Span.Span);
    }
}
