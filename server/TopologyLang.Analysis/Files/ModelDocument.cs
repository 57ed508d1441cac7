using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Files;

/// <summary>
/// The description of the model as it lies beside the executable, at what it leaves out: no link needs a network.
/// </summary>
public static class ModelDocument
{
    private static readonly Lazy<string?> Known = new(() =>
    {
        var at = ModelLimits.Page.IndexOf('#', StringComparison.Ordinal);
        var file = Path.Combine(AppContext.BaseDirectory, ModelLimits.Page[..at]);
        return File.Exists(file) ? new Uri(file).AbsoluteUri + ModelLimits.Page[at..] : null;
    });

    /// <summary>A file URI; null where the document is not there: an executable that was copied alone has none.</summary>
    public static string? LeftOut => Known.Value;
}
