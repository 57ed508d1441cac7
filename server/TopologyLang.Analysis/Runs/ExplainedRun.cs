using System.Collections.Immutable;

namespace TopologyLang.Analysis.Runs;

/// <summary>
/// A run told step by step, with the whole state after each, in words that need no knowledge of the model. Outputs
/// print these records; the machine-readable form is their properties in camelCase.
/// </summary>
/// <param name="Scenario">Null for the set-up that the declarations imply.</param>
/// <param name="Run">From 0, in its scenario.</param>
/// <param name="Verdict"><c>coherent</c>, <c>stale</c>, <c>undecided</c> or <c>error</c>.</param>
/// <param name="Profile">The model under which the verdict holds; null where nothing was explored.</param>
/// <param name="Buffer">The buffer whose line is shown; null without steps.</param>
/// <param name="States">Distinct states explored.</param>
/// <param name="Start">Before the first step; null without steps.</param>
/// <param name="Steps">The shortest run that reads stale data; empty unless stale.</param>
/// <param name="Explored">What was looked at; null where the program cannot run or is not known.</param>
/// <param name="Conclusion">What came out, in one or two sentences.</param>
public sealed record ExplainedRun(
    string Program,
    string? Scenario,
    int Run,
    string Verdict,
    string? Hazard,
    string? Profile,
    string? Buffer,
    long States,
    RunState? Start,
    ImmutableArray<ExplainedStep> Steps,
    Exploration? Explored,
    string Conclusion
)
{
    /// <summary>From 1: where the program stands; null for a built-in one.</summary>
    public int? Line { get; init; }

    public string? File { get; init; }
}

/// <param name="Number">From 1.</param>
/// <param name="Actor"><c>cpu 0</c>, <c>host cpu 0</c>, <c>cpu all</c>, <c>cache 0</c>, <c>kernel</c> or the device's
/// name.</param>
/// <param name="Action">The statement's verb; of the environment <c>evict</c>, <c>clean</c>, <c>drop</c>,
/// <c>prefetch</c>, <c>drain</c>, <c>drain_part</c> or <c>complete</c>.</param>
/// <param name="Line">From 1: the statement; null for a step of the environment and in a built-in program.</param>
/// <param name="FromEnvironment">No statement does it: hardware may, at any time.</param>
/// <param name="Sentence">What happens and what it changes, in plain words.</param>
/// <param name="State">Afterwards.</param>
/// <param name="Changed">
/// The cells of the state that the step changed: <c>memory</c>, <c>cache 0</c>, <c>pending cpu 1</c>, <c>expected</c>,
/// <c>vcpu 0</c>, <c>shared cache</c>, <c>write buffer 0</c>.
/// </param>
public sealed record ExplainedStep(
    int Number,
    string Actor,
    string Action,
    string? Buffer,
    int? Line,
    string? File,
    bool FromEnvironment,
    string Sentence,
    RunState State,
    ImmutableArray<string> Changed
)
{
    /// <summary>Of a read of the shown buffer; else null.</summary>
    public ReadValue? Read { get; init; }

    /// <summary>
    /// The statements that the text has before this one and that had not happened yet when it took effect.
    /// </summary>
    public ImmutableArray<OvertakenStatement> Overtakes { get; init; } = [];
}

/// <param name="Line">From 1; null in a built-in program.</param>
public sealed record OvertakenStatement(string Statement, int? Line);

/// <param name="From">
/// The cell that gave the value: <c>memory</c>, <c>cache 0</c> or <c>shared cache</c>; the reading CPU itself where the
/// value is that of its own earlier store, which is still on its way.
/// </param>
/// <param name="Stale">It is not the newest.</param>
public sealed record ReadValue(string Value, string From, bool Stale);

/// <summary>
/// Where which value of the shown buffer is. Values have names (<see cref="ValueNames"/>), never numbers.
/// </summary>
/// <param name="Caches">Of the physical CPUs, ascending.</param>
/// <param name="Pending">Line operations issued and not complete, in program order.</param>
/// <param name="Expected">The newest value: what every read must see.</param>
/// <param name="Vcpus">Of a guest's program: where its vCPUs run; empty on a host.</param>
public sealed record RunState(
    string Memory,
    ImmutableArray<CacheLine> Caches,
    ImmutableArray<PendingOperation> Pending,
    string Expected,
    ImmutableArray<Vcpu> Vcpus
)
{
    /// <summary>The copy in the cache that DMA allocates into; null where the profile has none.</summary>
    public SharedLine? Shared { get; init; }

    /// <summary>What write-combining buffers hold of the line; empty where the profile does not have them.</summary>
    public ImmutableArray<CombiningBuffer> Combining { get; init; } = [];
}

/// <param name="State">As of a <see cref="CacheLine"/>.</param>
public sealed record SharedLine(string State, string? Value);

/// <param name="Value">Null where it holds nothing of the line.</param>
public sealed record CombiningBuffer(int Cpu, string? Value);

/// <param name="State"><c>invalid</c>, <c>clean</c> or <c>dirty</c>.</param>
/// <param name="Value">Null where invalid.</param>
public sealed record CacheLine(int Cpu, string State, string? Value);

/// <param name="Cpu">The number of the CPU that issued it.</param>
/// <param name="Actor">That CPU: <c>cpu 0</c> or <c>host cpu 0</c>.</param>
/// <param name="Value">The value that waits, where the operation carries one.</param>
/// <param name="Line">From 1: its statement; null in a built-in program.</param>
public sealed record PendingOperation(int Cpu, string Actor, string Operation, string? Value, int? Line);

/// <param name="DirtyMask">The physical CPUs that KVM will flush, besides the current one, for this vCPU's next wbinvd;
/// null where KVM keeps none.</param>
public sealed record Vcpu(int Number, int PhysicalCpu, ImmutableArray<int>? DirtyMask);

/// <summary>What a verdict rests on.</summary>
/// <param name="Cpus">Physical CPUs of the host.</param>
/// <param name="Simplifications">What the model leaves out, one sentence each.</param>
public sealed record Exploration(long States, int Cpus, string Profile, ImmutableArray<string> Simplifications);
