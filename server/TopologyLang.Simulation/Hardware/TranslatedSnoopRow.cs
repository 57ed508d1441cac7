using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Hardware;

/// <summary>One row of the decision table; a null cell matches everything.</summary>
/// <param name="Snoop">Null: as of the untranslated request.</param>
public sealed record TranslatedSnoopRow(
    IommuModel? Model,
    bool? NoSnoop,
    bool? CoherentPath,
    bool? Forced,
    Snoop? Untranslated,
    NoSnoopRouting? Routing,
    Snoop? Snoop,
    string Text,
    string Source,
    bool Uncertain = false
)
{
    public bool Matches(TranslatedRequest r) =>
        (Model ?? r.Model) == r.Model
        && (NoSnoop ?? r.NoSnoop) == r.NoSnoop
        && (CoherentPath ?? r.CoherentPath) == r.CoherentPath
        && (Forced ?? r.Forced) == r.Forced
        && (Untranslated ?? r.Untranslated) == r.Untranslated
        && (Routing ?? r.Routing) == r.Routing;
}
