using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Expectations;

/// <param name="Index">Its place among the topology's expectations.</param>
/// <param name="Found">What came out instead, in words; what came out, where it is met.</param>
public sealed record ExpectationAnswer(int Index, Expectation Expectation, bool Met, string Found);
