using System.Collections.Immutable;

namespace TopologyLang.Simulation.Coherence;

internal enum SearchOutcome { Coherent, Stale, LimitReached }

/// <param name="States">Distinct states found.</param>
/// <param name="Run">Packed states from the start to the one in which the program's next step reads stale data; empty unless stale.</param>
/// <param name="Depth">No run of at most this many steps ends in a stale read (the one that was found has one step more).</param>
internal sealed record SearchResult(SearchOutcome Outcome, long States, ImmutableArray<ulong> Run, int Depth);
