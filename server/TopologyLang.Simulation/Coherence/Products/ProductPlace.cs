using TopologyLang.Simulation.Coherence.Lines;

namespace TopologyLang.Simulation.Coherence.Products;

/// <summary>A program step that may be taken next.</summary>
/// <param name="Step">Its index in the program.</param>
/// <param name="Next">The place after it, where a state has it.</param>
/// <param name="Actions">What it does to the lines of the product.</param>
/// <param name="Faults">What is wrong with its read whatever the lines hold.</param>
/// <param name="Reads">It is a read whose value the lines decide, and no wait.</param>
/// <param name="OwnStore">It takes the value of its CPU's own earlier store, which is still on its way.</param>
internal sealed record ProductMove(
    int Step,
    ulong Next,
    ProductAction[] Actions,
    ReadFaults Faults,
    bool Reads,
    bool OwnStore
);

/// <summary>A place in the program: some of its steps were taken.</summary>
/// <param name="Moves">The steps that may be next, in the order of the text.</param>
/// <param name="Orders">The orders of the CPUs that change nothing from here on: of each, a step of each line's
/// table.</param>
/// <param name="WaitsLeft">A wait was not passed yet.</param>
internal sealed record ProductPlace(ProductMove[] Moves, int[][] Orders, bool WaitsLeft);
