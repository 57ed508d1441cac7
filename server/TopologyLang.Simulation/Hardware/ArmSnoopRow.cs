namespace TopologyLang.Simulation.Hardware;

/// <summary>One row of the decision table; a null cell matches everything.</summary>
/// <param name="Snoop">Of a request without no-snoop; <see cref="Hardware.Snoop.Either"/> where it is not
/// known.</param>
/// <param name="Forces">A request with no-snoop snoops as well.</param>
public sealed record ArmSnoopRow(
    bool? CoherentPath,
    bool? Canwbs,
    ArmMapping? Mapping,
    ArmRequestType? Type,
    Snoop Snoop,
    string Text,
    string Source,
    bool Forces = false,
    bool Uncertain = false
)
{
    public bool Matches(ArmRequest r) =>
        (CoherentPath ?? r.CoherentPath) == r.CoherentPath
        && (Canwbs ?? r.Canwbs) == r.Canwbs
        && (Mapping ?? r.Mapping) == r.Mapping
        && (Type ?? r.Type) == r.Type;
}
