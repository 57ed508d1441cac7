using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence;

public enum VerdictKind
{
    /// <summary>No interleaving reads stale data: every reachable state was explored.</summary>
    Coherent,

    Stale,

    /// <summary>Not decided within the limits, or not simulated yet. Never to be shown as coherent.</summary>
    Undecided,

    /// <summary>The program cannot run in this state of the machine.</summary>
    Error,
}

/// <param name="States">Distinct states explored.</param>
/// <param name="Run">The shortest run that ends in a stale read, the same one every time; empty unless stale.</param>
/// <param name="Why">Of an undecided or error verdict.</param>
public sealed record Verdict(VerdictKind Kind, Hazard? Hazard, long States, ImmutableArray<RunStep> Run, Reason? Why = null);

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
}

public enum CopyState { Invalid, Clean, Dirty }

/// <summary>One cache's copy of the line.</summary>
/// <param name="Value">The number of the write that made the value: 0 is what memory held at the start, 1 the first write, ...</param>
public readonly record struct CacheCopy(CopyState State, int Value);

/// <summary>One step of a run, with the whole state after it.</summary>
/// <param name="Number">Of the CPU or cache; 0 otherwise.</param>
/// <param name="Device">The acting device; null otherwise.</param>
/// <param name="Action"><c>write</c>, <c>read</c>, <c>evict</c>, <c>clean</c>, <c>drop</c> (evict clean), <c>prefetch</c>, <c>complete</c>, <c>wbinvd</c>, <c>dma read</c>, ...</param>
/// <param name="Buffer">Null for a step that acts on every buffer.</param>
/// <param name="Step">The program step's index; null for a step of the environment.</param>
/// <param name="ReadValue">Of a read: the value it got.</param>
/// <param name="Memory">The shown line's value in memory afterwards.</param>
/// <param name="Caches">The shown line's copy in each modelled cache afterwards.</param>
/// <param name="Expected">The newest value in program order afterwards.</param>
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
    int Expected);
