using OmniSharp.Extensions.LanguageServer.Protocol;
using TopologyLang.Analysis.Files;
using TopologyLang.Server.Documents;

namespace TopologyLang.Server.Workspaces;

/// <summary>Analyses of files, be they open or not.</summary>
public static class FileAnalyses
{
    /// <summary>
    /// Of an open document the newest one. A file that is not open is read for this one answer and forgotten: a client
    /// may ask before it has told that it opened the file. Null where there is no such file.
    /// </summary>
    public static async Task<AnalysisResult?> AnalysisOfAsync(
        this Workspace workspace,
        DocumentUri uri,
        CancellationToken cancellation
    )
    {
        var newest = await workspace.NewestAnalysisAsync(uri, cancellation).ConfigureAwait(false);
        var path = DocumentPaths.Of(uri);
        if (newest is not null || !Path.IsPathRooted(path) || FileSource.Read(path).Text is not { } text)
        {
            return newest;
        }

        var document = workspace.State.Begin(DocumentPaths.ToUri(path), path, version: null, DocumentTree.Of(text));
        using var ending = cancellation.Register(document.Superseded.Cancel);
        return await document.Analysis.GetValueAsync(cancellation).ConfigureAwait(false);
    }
}
