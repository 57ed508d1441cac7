using System.Collections.Immutable;

namespace TopologyLang.Simulation.Coherence;

/// <summary>A state of a product with every value in it.</summary>
/// <param name="Pending">As in the word of a state.</param>
internal sealed record World(int Pc, ImmutableArray<Line> Lines, ulong Pending)
{
    public World With(int line, Line after) => this with { Lines = Lines.SetItem(line, after) };
}

/// <summary>A step that is possible in a world, and the world after it.</summary>
/// <param name="Shown">Lacks only the state after the step.</param>
/// <param name="Line">Of a read: the line that it reads; otherwise -1.</param>
/// <param name="From">Of a read: the index of the cache that the value came from; null: memory.</param>
internal sealed record ConcreteStep(RunStep Shown, World After, int Line = -1, int Word = 0, int? From = null)
{
    public bool ReadsStale => Line >= 0 && Shown.ReadValue != After.Lines[Line].Newest[Word];
}
