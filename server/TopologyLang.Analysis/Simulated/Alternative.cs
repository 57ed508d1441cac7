using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Simulated;

/// <summary>The same timeline where some of what the file leaves open is otherwise than the defaults take it.</summary>
/// <param name="Failing">What is otherwise; all else is as the defaults have it.</param>
public sealed record Alternative(ImmutableArray<OpenFact> Failing, SimulatedTimeline Timeline)
{
    /// <summary>"main has no snoop control and ..."</summary>
    public string Words => string.Join(" and ", Failing.Select(fact => fact.Fails));

    /// <summary>The same, told of a program.</summary>
    public Alternative For(Program program) => this with { Failing = [.. Failing.Select(fact => fact.For(program))] };
}
