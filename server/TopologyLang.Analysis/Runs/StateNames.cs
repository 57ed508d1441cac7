using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Runs;

/// <summary>The words for the state of a cache's copy.</summary>
internal static class StateNames
{
    public const string Invalid = "invalid";
    public const string Clean = "clean";
    public const string Dirty = "dirty";

    public static string Of(CopyState state) =>
        state switch
        {
            CopyState.Dirty => Dirty,
            CopyState.Clean => Clean,
            _ => Invalid,
        };
}
