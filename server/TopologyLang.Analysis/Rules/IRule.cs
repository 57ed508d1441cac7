using TopologyLang.Analysis.Findings;

namespace TopologyLang.Analysis.Rules;

/// <summary>One kind of thing to say about a file. A rule is a file; a new one is added to <c>AllRules</c>.</summary>
public interface IRule
{
    IEnumerable<Finding> Find(Facts facts);
}
