namespace TopologyLang.Simulation.Topology;

/// <summary>The range of Linux versions whose behaviour is known.</summary>
public static class KernelVersions
{
    /// <summary>The default of a host; anything newer behaves as this one, and the user is told.</summary>
    public static readonly KernelVersion NewestKnown = new(7, 2);

    /// <summary>Anything older behaves as this one, and the user is warned.</summary>
    public static readonly KernelVersion OldestKnown = new(5, 15);

    /// <summary>The nearest version whose behaviour is known: the one that is simulated.</summary>
    public static KernelVersion SimulatedAs(KernelVersion kernel) =>
        kernel > NewestKnown ? NewestKnown : kernel < OldestKnown ? OldestKnown : kernel;
}
