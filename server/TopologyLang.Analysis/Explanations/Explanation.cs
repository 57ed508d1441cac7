using System.Collections.Immutable;
using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Explanations;

/// <summary>
/// One answer about something in a file, and the chain of reasons that leads to it. Hovers and <c>topo explain</c> show
/// the same.
/// </summary>
/// <param name="Scenario">The scenario at whose end, or in which, it holds; null for what the declarations
/// imply.</param>
/// <param name="Answer">A sentence: names in backticks, what counts most between double stars.</param>
/// <param name="Chain">First link first; empty where the file itself says all there is.</param>
public sealed record Explanation(string? Scenario, string Answer, ImmutableArray<Reason> Chain)
{
    /// <summary>A coherent verdict: it says nothing of what the coherence model leaves out.</summary>
    public bool RestsOnModel { get; init; }
}

/// <summary>Something that stands on a line, with all that is known about it.</summary>
/// <param name="Kind"><c>declaration</c>, <c>property</c>, <c>statement</c>, <c>expectation</c> or
/// <c>finding</c>.</param>
/// <param name="Subject">The thing as the file writes it, on one line.</param>
public sealed record ExplainedThing(
    string Kind,
    FileSpan Where,
    string Subject,
    ImmutableArray<Explanation> Explanations
)
{
    /// <summary>Of a finding: its code.</summary>
    public string? Code { get; init; }
}
