namespace TopologyLang.Simulation.Coherence;

/// <summary>A step that is possible in a concrete state, and the state after it.</summary>
/// <param name="Shown">Lacks only the state after the step.</param>
internal readonly record struct ConcreteStep(RunStep Shown, ConcreteLine After)
{
    public bool ReadsStale => Shown.ReadValue is { } value && value != After.Expected;

    public RunStep WithState => Shown with { Memory = After.Memory, Caches = After.Caches, Expected = After.Expected };
}
