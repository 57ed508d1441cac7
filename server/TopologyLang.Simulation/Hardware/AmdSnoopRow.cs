namespace TopologyLang.Simulation.Hardware;

/// <summary>One row of the decision table; a null cell matches everything.</summary>
/// <param name="Forces">The request snoops; false: it is up to the root complex.</param>
public sealed record AmdSnoopRow(
    bool? NoSnoop,
    AmdMode? Mode,
    bool? Fc,
    bool Forces,
    string Text,
    string Source,
    bool Uncertain = false
)
{
    public bool Matches(AmdRequest r) =>
        (NoSnoop ?? r.NoSnoop) == r.NoSnoop && (Mode ?? r.Mode) == r.Mode && (Fc ?? r.Fc) == r.Fc;
}
