using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>Two steps of one actor that a run takes in another order than the text's.</summary>
/// <param name="Earlier">Index of the step that the text has first.</param>
/// <param name="Later">Of the step that overtakes it.</param>
/// <param name="Barriers">Those between the two that would keep them in order, the ones first of which Linux promises
/// it, of these the weakest first; empty where none does.</param>
public sealed record OrderRace(int Earlier, int Later, ImmutableArray<BarrierKind> Barriers);
