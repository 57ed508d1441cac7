namespace TopologyLang.Simulation.Hardware;

/// <summary>Does a request look into the CPU caches?</summary>
public enum Snoop
{
    Yes,
    No,

    /// <summary>The implementation may do both.</summary>
    Either,
}
