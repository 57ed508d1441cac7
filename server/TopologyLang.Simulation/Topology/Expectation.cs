namespace TopologyLang.Simulation.Topology;

public enum ExpectationKind
{
    Box,
    Attach,
    Enforced,
    Wbinvd,
    Program,
    Run,
}

public enum Hazard
{
    DeviceReadsStale,
    CpuReadsStale,
    DmaWriteLost,
    InformationLeak,

    /// <summary>
    /// A read returns a newer value than the last before it in the program: it was overwritten before it was read.
    /// </summary>
    Overwritten,
}

public enum WbinvdMode
{
    /// <summary>KVM skips the instruction.</summary>
    Nop,

    /// <summary>KVM executes WBINVD on the physical CPUs of the vCPU's dirty mask.</summary>
    Emulated,

    /// <summary>The instruction runs on the physical CPU without an exit.</summary>
    Native,

    /// <summary>No such instruction on this architecture.</summary>
    NotApplicable,
}

/// <summary>What the author of a file says must come out. Only the parts that its kind has are set.</summary>
public sealed record Expectation(ExpectationKind Kind)
{
    public string? Device { get; init; }
    public string? Domain { get; init; }
    public string? Guest { get; init; }
    public string? Program { get; init; }
    public string? Scenario { get; init; }
    public int Box { get; init; }

    /// <summary>Of an attach: <c>EINVAL</c>, ...; null where it is expected to succeed.</summary>
    public string? Errno { get; init; }

    public bool Enforced { get; init; }
    public WbinvdMode Wbinvd { get; init; }
    public int Run { get; init; }
    public bool Stale { get; init; }

    /// <summary>A value may be overwritten before it is read, and none that is read is stale.</summary>
    public bool Overwritten { get; init; }

    /// <summary>Null: any hazard.</summary>
    public Hazard? Hazard { get; init; }
}
