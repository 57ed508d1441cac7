using TopologyLang.Analysis.Findings;

namespace TopologyLang.Analysis.Rules;

/// <summary>
/// What the binder found: names, properties, values, imports. (Syntax errors come from <see cref="SyntaxFindings"/>.)
/// </summary>
public sealed class LanguageErrors : IRule
{
    public IEnumerable<Finding> Find(Facts facts) => facts.Binding.Errors.Select(SyntaxFindings.Of);
}
