using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Lines;

namespace TopologyLang.Simulation.Coherence.Runs;

/// <summary>A state of a product with every value in it.</summary>
/// <param name="Place">In the program.</param>
/// <param name="Pending">As in the word of a state.</param>
internal sealed record World(int Place, ImmutableArray<Line> Lines, ulong Pending)
{
    public World With(int line, Line after) => this with { Lines = Lines.SetItem(line, after) };
}

/// <summary>A step that is possible in a world, and the world after it.</summary>
/// <param name="Shown">Lacks only the state after the step.</param>
/// <param name="Line">Of a read: the line that it reads; otherwise -1.</param>
/// <param name="Expected">Of a read: the value that it is meant to return.</param>
internal sealed record ConcreteStep(RunStep Shown, World After, int Line = -1, int Word = 0, int Expected = 0)
{
    public ReadFaults Faults =>
        Line >= 0 && Shown.ReadValue is { } read ? ReadFaultsOf.Value(read, Expected) : ReadFaults.None;
}
