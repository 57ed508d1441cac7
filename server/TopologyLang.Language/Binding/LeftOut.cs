using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding;

/// <summary>A declaration of which no record was made, since it or something that it needs has a mistake.</summary>
/// <param name="Symbol">The declaration.</param>
/// <param name="Where">The first mistake that it depends on, be it in another declaration.</param>
/// <param name="Why">What is wrong there.</param>
public sealed record LeftOut(Symbol Symbol, FileSpan Where, string Why)
{
    /// <summary>Of an <c>expect</c>: what it says; null for other declarations.</summary>
    public Expectation? Expectation => Symbol.Local.Expectation;
}
