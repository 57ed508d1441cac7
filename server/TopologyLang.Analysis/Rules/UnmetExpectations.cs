using TopologyLang.Analysis.Expectations;
using TopologyLang.Analysis.Findings;
using TopologyLang.Language.Binding;

namespace TopologyLang.Analysis.Rules;

/// <summary>
/// An <c>expect</c> that did not come out. Where a mistake elsewhere keeps it from being checked, that mistake is the
/// error: one typing mistake shall not look like ten.
/// </summary>
public sealed class UnmetExpectations : IRule
{
    public IEnumerable<Finding> Find(Facts facts) =>
        from answer in facts.Expectations
        where !answer.Met && !IsWrongItself(facts, answer)
        let text = facts.Binding.ExpectationText(answer.Index)
        let finding = Finding.At(
            facts.Binding.ExpectationSpan(answer.Index),
            FindingCode.UnmetExpectation,
            $"expected {text}, {Found(answer)}"
        )
        select answer.NotChecked is { } cause ? Softened(finding, cause) : finding;

    private static string Found(ExpectationAnswer answer) =>
        answer.NotChecked is null ? $"found: {answer.Found}" : answer.Found;

    /// <summary>The mistake that stands in it is a finding already.</summary>
    private static bool IsWrongItself(Facts facts, ExpectationAnswer answer) =>
        answer.NotChecked is { } cause
        && facts.Binding.ExpectationSpan(answer.Index) is var own
        && cause.Where.Path == own.Path
        && cause.Where.Span.Start >= own.Span.Start
        && cause.Where.Span.End <= own.Span.End;

    private static Finding Softened(Finding finding, LeftOut cause) =>
        finding with
        {
            Severity = Severity.Information,
            Related = [new RelatedPlace(cause.Where, cause.Why)],
        };
}
