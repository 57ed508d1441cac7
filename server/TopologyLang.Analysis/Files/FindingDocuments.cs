using System.Collections.Frozen;
using TopologyLang.Analysis.Findings;

namespace TopologyLang.Analysis.Files;

/// <summary>
/// The pages of the findings as they lie beside the executable, so that a link to one needs no network.
/// </summary>
public static class FindingDocuments
{
    /// <summary>Below the folder of the executable; the build copies them there.</summary>
    private const string Folder = "docs";

    private static readonly Lazy<FrozenDictionary<string, Uri>> Known = new(() =>
        FindingPages
            .All.Select(page => (page.Code, File: Path.Combine(AppContext.BaseDirectory, Folder, page.DocumentPath)))
            .Where(page => File.Exists(page.File))
            .ToFrozenDictionary(page => page.Code, page => FileUri(page.File), StringComparer.Ordinal)
    );

    /// <summary>With its scheme also as text, since that is what goes into JSON.</summary>
    private static Uri FileUri(string path) => new(new Uri(path).AbsoluteUri);

    /// <returns>A file URI; null where the page is not there: an executable that was copied alone has none.</returns>
    public static Uri? Of(string code) => Known.Value.GetValueOrDefault(code);
}
