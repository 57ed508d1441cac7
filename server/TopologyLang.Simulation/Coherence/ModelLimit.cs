using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence;

/// <summary>Something that the coherence model leaves out.</summary>
/// <param name="Name">A word for machines, which does not change.</param>
/// <param name="Phrase">What a verdict says that it leaves out.</param>
/// <param name="Text">What is left out, and what the model takes instead; Markdown.</param>
/// <param name="When">The programs and machines that touch it; of what none can touch, why that is so; Markdown.</param>
/// <param name="IsTouchedBy">Null where nothing that can be written in a file touches it, or where leaving it out can
/// only make a verdict stricter.</param>
public sealed record ModelLimit(
    string Name,
    string Phrase,
    string Text,
    string When,
    Func<ProgramPath, bool>? IsTouchedBy = null
)
{
    /// <summary>The property of a host with which the model has it; null where none is.</summary>
    public Func<CoherenceProfile, bool>? IsIn { get; init; }

    public bool IsLeftOutOf(CoherenceProfile profile) => IsIn?.Invoke(profile) != true;
}
