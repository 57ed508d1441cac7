using System.Collections.Immutable;

namespace TopologyLang.Simulation.Topology;

public enum OperationKind
{
    Attach,
    Detach,
    Map,
    Unmap,
    KvmAdd,
    KvmRemove,
    SetNoSnoop,
    Reset,
    Run,
    Upgrade,
}

public enum NoSnoopSetter
{
    Guest,
    Host,
}

/// <summary>
/// One statement of a scenario, or one step of the set-up that the declarations imply. Only the parts that its kind has
/// are set.
/// </summary>
public sealed record Operation(OperationKind Kind)
{
    public string? Device { get; init; }
    public string? Domain { get; init; }
    public string? Guest { get; init; }
    public string? Program { get; init; }
    public string? Host { get; init; }
    public bool EnableNoSnoop { get; init; }
    public NoSnoopSetter SetBy { get; init; }
    public KernelVersion? Kernel { get; init; }
}

public sealed record Scenario
{
    public required string Name { get; init; }
    public ImmutableArray<Operation> Operations { get; init; } = [];
}
