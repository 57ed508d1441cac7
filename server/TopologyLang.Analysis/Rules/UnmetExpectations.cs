using TopologyLang.Analysis.Findings;

namespace TopologyLang.Analysis.Rules;

/// <summary>An <c>expect</c> that did not come out.</summary>
public sealed class UnmetExpectations : IRule
{
    public IEnumerable<Finding> Find(Facts facts) =>
        from answer in facts.Expectations
        where !answer.Met
        select Finding.At(
            facts.Binding.ExpectationSpan(answer.Index),
            FindingCode.UnmetExpectation,
            $"expected {facts.Binding.ExpectationText(answer.Index)}, found: {answer.Found}");
}
