using System.Collections.Immutable;

namespace TopologyLang.Analysis.Findings;

/// <summary>A kind of finding: its number never changes its meaning.</summary>
public sealed record FindingCode(string Id, Severity Severity, string Title)
{
    public static readonly FindingCode RefusedOperation = new(
        "TOPO3001",
        Severity.Error,
        "The kernel refuses this operation"
    );
    public static readonly FindingCode BeliefDiffers = new(
        "TOPO3002",
        Severity.Warning,
        "The kernel believes what the hardware does not do"
    );
    public static readonly FindingCode RefusedByVmm = new(
        "TOPO3003",
        Severity.Error,
        "The VMM refuses the guest's devices"
    );
    public static readonly FindingCode SharedDomain = new("TOPO3004", Severity.Warning, "Two guests share page tables");
    public static readonly FindingCode UnsaidBus = new(
        "TOPO3005",
        Severity.Information,
        "A device that does not say what it is"
    );
    public static readonly FindingCode Impossible = new("TOPO3010", Severity.Error, "No machine can be like this");
    public static readonly FindingCode Stale = new("TOPO4001", Severity.Warning, "Stale data can be read");
    public static readonly FindingCode Undecided = new("TOPO4002", Severity.Warning, "Not decided within the limits");
    public static readonly FindingCode CannotRun = new("TOPO4003", Severity.Error, "The program cannot run here");
    public static readonly FindingCode OrdinaryAccess = new(
        "TOPO4004",
        Severity.Information,
        "no_snoop makes an ordinary access"
    );
    public static readonly FindingCode StricterProfile = new(
        "TOPO4005",
        Severity.Warning,
        "Coherent in the default model only"
    );
    public static readonly FindingCode NeedlessMaintenance = new(
        "TOPO4006",
        Severity.Hint,
        "Cache maintenance that nothing needs"
    );
    public static readonly FindingCode OpenFacts = new(
        "TOPO4007",
        Severity.Warning,
        "The verdict depends on what the file does not say"
    );
    public static readonly FindingCode NeedlessBarrier = new(
        "TOPO4008",
        Severity.Hint,
        "A barrier that nothing needs here"
    );
    public static readonly FindingCode UnmetExpectation = new("TOPO5001", Severity.Error, "An expectation is not met");
    public static readonly FindingCode NotKnown = new("TOPO9003", Severity.Warning, "Not known: no source tells");
    public static readonly FindingCode Internal = new("TOPO9002", Severity.Error, "The analysis failed");

    /// <summary>
    /// Those of the simulation. Codes TOPO1xxx (syntax) and TOPO2xxx (names and values) come from the language itself.
    /// </summary>
    public static readonly ImmutableArray<FindingCode> All =
    [
        RefusedOperation,
        BeliefDiffers,
        RefusedByVmm,
        SharedDomain,
        UnsaidBus,
        Impossible,
        Stale,
        Undecided,
        CannotRun,
        OrdinaryAccess,
        StricterProfile,
        NeedlessMaintenance,
        OpenFacts,
        NeedlessBarrier,
        UnmetExpectation,
        NotKnown,
        Internal,
    ];
}
