using System.Collections.Immutable;
using TopologyLang.Analysis.Expectations;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Remedies;
using TopologyLang.Analysis.Remedies.Maintenance;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Pipeline;

/// <summary>Everything that is known about one snapshot of a file and its imports.</summary>
public sealed record FileAnalysis(
    string Path,
    SyntaxTree Tree,
    Binding Binding,
    SimulatedSystem System,
    ImmutableArray<ExpectationAnswer> Expectations,
    ImmutableArray<Finding> Findings
)
{
    /// <summary>What mends a finding or a run; searched when somebody asks.</summary>
    public required RemedySearch Remedies { get; init; }

    /// <summary>What the maintenance of a program is there for, and what is missing.</summary>
    public required MaintenanceChecks Maintenance { get; init; }

    /// <summary>
    /// The one that simulated it: it remembers, so what is asked about the same file again costs little.
    /// </summary>
    public required Simulator Simulator { get; init; }

    /// <summary>
    /// Of several declarations of one name only the first counts: what came of it says nothing about the others.
    /// </summary>
    public bool Simulates(Symbol symbol) => Binding.Find(symbol.Kind, symbol.Name) == symbol;
}
