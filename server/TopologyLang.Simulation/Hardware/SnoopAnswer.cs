namespace TopologyLang.Simulation.Hardware;

/// <summary>What the hardware does with one request.</summary>
/// <param name="Forced">The IOMMU makes it snoop, whatever its no-snoop attribute says.</param>
/// <param name="Text">A full sentence.</param>
/// <param name="ReservedBit">A reserved bit is set: by the specification the unit faults the request. What a real unit
/// does is not known.</param>
public sealed record SnoopAnswer(
    Snoop Snoop,
    bool Forced,
    string Text,
    string Source,
    bool Uncertain = false,
    bool ReservedBit = false
)
{
    /// <summary>
    /// In a few words on what an uncertain answer hangs ("whether ..."); null where there is nothing more to say.
    /// </summary>
    public string? Doubt { get; init; }
}
