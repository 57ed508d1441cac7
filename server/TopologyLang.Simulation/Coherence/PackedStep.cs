namespace TopologyLang.Simulation.Coherence;

/// <summary>A <see cref="LineStep"/> over packed states.</summary>
/// <param name="Copy">Of a store or load: the bits of that CPU's copy. Of a flush, clean or discard: those of every CPU it acts on.</param>
/// <param name="Pending">The bit that an issue sets.</param>
/// <param name="Completes">The pending bits that take effect first.</param>
internal readonly record struct PackedStep(LineOperation Operation, ulong Copy, ulong Pending, ulong Completes);
