namespace TopologyLang.Simulation.Topology;

/// <summary>One link of a chain of reasons, as it is shown to a person.</summary>
/// <param name="Text">A full sentence in plain words.</param>
/// <param name="Source">Kernel file and function, section of a specification, or seed; null where the file under check
/// itself says so.</param>
/// <param name="Since">The kernel version from which it holds; null where it is not a matter of the version.</param>
/// <param name="Uncertain">The source is marked as uncertain; the reader must be told.</param>
public sealed record Reason(string Text, string? Source = null, KernelVersion? Since = null, bool Uncertain = false)
{
    /// <summary>The fix that it depends on, by its anchor in docs/kernel-versions.md; null where none does.</summary>
    public string? Fix { get; init; }
}
