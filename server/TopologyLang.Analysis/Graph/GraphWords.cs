namespace TopologyLang.Analysis.Graph;

/// <summary>
/// The words and signs of a verdict: a sign besides the colour, so that no answer depends on colour alone.
/// </summary>
public static class GraphWords
{
    public static string Of(GraphStatus status) => status.ToString().ToLowerInvariant();

    public static string Of(GraphNodeKind kind) =>
        kind == GraphNodeKind.Iommu ? "IOMMU" : kind.ToString().ToLowerInvariant();

    public static string Sign(GraphStatus status) =>
        status switch
        {
            GraphStatus.Coherent => "✓",
            GraphStatus.Stale => "✗",
            GraphStatus.Undecided => "?",
            GraphStatus.Error => "!",
            _ => "",
        };
}
