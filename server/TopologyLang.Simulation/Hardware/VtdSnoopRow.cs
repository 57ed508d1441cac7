namespace TopologyLang.Simulation.Hardware;

/// <summary>One row of the decision table; a null cell matches everything.</summary>
/// <param name="Forces">The request snoops; false: it is up to the root complex; null: a reserved bit is set and the
/// unit faults.</param>
public sealed record VtdSnoopRow(
    bool? NoSnoop,
    VtdMode? Mode,
    bool? Scalable,
    bool? SnoopControl,
    bool? Snp,
    bool? Pgsnp,
    bool? Forces,
    string Text,
    string Source,
    bool Uncertain = false
)
{
    public bool Matches(VtdRequest r) =>
        (NoSnoop ?? r.NoSnoop) == r.NoSnoop
        && (Mode ?? r.Mode) == r.Mode
        && (Scalable ?? r.Scalable) == r.Scalable
        && (SnoopControl ?? r.SnoopControl) == r.SnoopControl
        && (Snp ?? r.Snp) == r.Snp
        && (Pgsnp ?? r.Pgsnp) == r.Pgsnp;
}
