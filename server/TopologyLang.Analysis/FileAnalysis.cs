using System.Collections.Immutable;
using TopologyLang.Analysis.Expectations;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Remedies;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis;

/// <summary>Everything that is known about one snapshot of a file and its imports.</summary>
public sealed record FileAnalysis(
    string Path,
    SyntaxTree Tree,
    Binding Binding,
    SimulatedSystem System,
    ImmutableArray<ExpectationAnswer> Expectations,
    ImmutableArray<Finding> Findings,
    RemedySearch Remedies);
