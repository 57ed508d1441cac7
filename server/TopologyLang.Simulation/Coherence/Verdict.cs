using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence;

public enum VerdictKind
{
    /// <summary>No interleaving reads stale data: every reachable state was explored.</summary>
    Coherent,

    Stale,

    /// <summary>No interleaving reads stale data, but in some a value is overwritten before it is read.</summary>
    Overwritten,

    /// <summary>
    /// Not decided within the limits, or something on the path is not known. Never to be shown as coherent.
    /// </summary>
    Undecided,

    /// <summary>The program cannot run in this state of the machine.</summary>
    Error,
}

/// <param name="States">Distinct states explored.</param>
/// <param name="Run">The shortest run that ends in a stale read, the same one every time; empty unless stale.</param>
/// <param name="Why">Of an undecided or error verdict; of a stale one, why the run may not be the shortest.</param>
/// <param name="Assumed">Of a stale verdict: the access class with which the run happens, where the path allows
/// several.</param>
public sealed record Verdict(
    VerdictKind Kind,
    Hazard? Hazard,
    long States,
    ImmutableArray<RunStep> Run,
    Reason? Why = null,
    AccessClass? Assumed = null
)
{
    /// <summary>
    /// What the model had beyond its core: the verdict holds under this profile and says nothing about a richer one.
    /// </summary>
    public CoherenceProfile Profile { get; init; } = CoherenceProfile.Core;

    /// <summary>
    /// The steps that one actor took in another order than the text's and that matter for what went wrong.
    /// </summary>
    public ImmutableArray<OrderRace> Races { get; init; } = [];

    /// <summary>A wait that no execution ever passes; null where there is none.</summary>
    public int? NeverPasses { get; init; }

    /// <summary>Stale or overwritten: <see cref="Run"/> ends in a read that goes wrong.</summary>
    public bool IsFault => Kind is VerdictKind.Stale or VerdictKind.Overwritten;

    /// <summary>
    /// What has to hold for it that the file does not say, as a clause ("nic has no ATS"); null where nothing has to.
    /// </summary>
    public string? Condition { get; init; }

    /// <summary>The program step whose read goes wrong; 0 where none does.</summary>
    public int FailingStep => Run.IsEmpty ? 0 : Run[^1].Step ?? 0;
}

public enum RunActor
{
    /// <summary>A CPU of the program's owner.</summary>
    Cpu,

    /// <summary>A physical CPU, used by the hypervisor.</summary>
    HypervisorCpu,

    /// <summary>The cache of a physical CPU, by itself.</summary>
    Cache,

    Device,
    Kernel,

    /// <summary>Every CPU of the program's owner, in one step (<c>cpu all</c>).</summary>
    AllCpus,

    /// <summary>The cache that DMA allocates into, by itself (profiles with <c>dma_allocates</c>).</summary>
    SharedCache,
}

public enum CopyState
{
    Invalid,
    Clean,
    Dirty,
}

/// <summary>One cache's copy of the line.</summary>
/// <param name="Value">The number of the write that made the value: 0 is what memory held at the start, 1 the first
/// write, ...</param>
public readonly record struct CacheCopy(CopyState State, int Value);

/// <summary>One step of a run, with the whole state after it.</summary>
/// <param name="Number">Of the CPU (of its owner), or of the physical CPU whose cache it is; 0 otherwise.</param>
/// <param name="Device">The acting device; null otherwise.</param>
/// <param name="Action">
/// Of a cache: <c>evict</c>, <c>clean</c>, <c>drop</c> (evict clean), <c>prefetch</c>, <c>drain</c> (its CPU's
/// write-combining buffer), <c>drain_part</c> (one word of it); of a pending operation: <c>complete</c>; else the
/// statement's own words: <c>write</c>, <c>wbinvd</c>, <c>dma read</c>, ...
/// </param>
/// <param name="Buffer">Null for a step that acts on every buffer.</param>
/// <param name="Step">The program step's index; null for a step of the environment.</param>
/// <param name="ReadValue">Of a read of the shown line: the value it got; null for a read of another buffer.</param>
/// <param name="Memory">The shown line's value in memory afterwards.</param>
/// <param name="Caches">The shown line's copy afterwards in each physical CPU's cache, by its number, up to the last
/// modelled one.</param>
/// <param name="Expected">The newest value in program order afterwards.</param>
/// <param name="ReadFrom">Of a read of the shown line: the physical CPU whose copy gave the value; null for
/// memory.</param>
/// <param name="Completes">Of a completion: the program step whose pending line operation takes effect.</param>
public sealed record RunStep(
    RunActor Actor,
    int Number,
    string? Device,
    string Action,
    string? Buffer,
    int? Step,
    int? ReadValue,
    int Memory,
    ImmutableArray<CacheCopy> Caches,
    int Expected,
    int? ReadFrom = null,
    int? Completes = null
)
{
    /// <summary>
    /// Program steps whose line operation on the shown line is issued and not complete afterwards, ascending.
    /// </summary>
    public ImmutableArray<int> Pending { get; init; } = [];

    /// <summary>The shown line's copy afterwards in the shared cache; null where none is modelled.</summary>
    public CacheCopy? Shared { get; init; }

    /// <summary>
    /// What the write-combining buffer of each physical CPU holds of the shown line afterwards; empty where none shows.
    /// </summary>
    public ImmutableArray<int?> Combining { get; init; } = [];

    /// <summary>Of a read of the shown line: its value came from the shared cache.</summary>
    public bool ReadFromShared { get; init; }

    /// <summary>
    /// Of a read of the shown line: its value is that of its CPU's own earlier store, which has not reached the caches
    /// yet.
    /// </summary>
    public bool FromOwnStore { get; init; }

    /// <summary>
    /// Program steps of the same actor that the text has before this one and that were not taken yet, ascending.
    /// </summary>
    public ImmutableArray<int> Overtakes { get; init; } = [];
}
