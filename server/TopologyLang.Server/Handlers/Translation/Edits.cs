using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers.Translation;

/// <summary>
/// Changes of texts as the protocol's edits; with the version that they are about, where the client can take that.
/// </summary>
public static class Edits
{
    public static WorkspaceEdit Of(
        WorkspaceState state,
        IEnumerable<(string Path, SourceText Text, TextChange Change)> changes
    )
    {
        var files = changes.GroupBy(
            change => change.Path,
            change => Positions.EditOf(change.Text, change.Change),
            StringComparer.Ordinal
        );
        return state.Client.VersionedEdits
            ? new WorkspaceEdit
            {
                DocumentChanges = new Container<WorkspaceEditDocumentChange>(
                    files.Select(file => Versioned(state, file))
                ),
            }
            : new WorkspaceEdit
            {
                Changes = files.ToDictionary(
                    file => DocumentPaths.ToUri(file.Key),
                    file => (IEnumerable<TextEdit>)[.. file]
                ),
            };
    }

    private static WorkspaceEditDocumentChange Versioned(WorkspaceState state, IGrouping<string, TextEdit> file)
    {
        var uri = DocumentPaths.ToUri(file.Key);
        return new WorkspaceEditDocumentChange(
            new TextDocumentEdit
            {
                TextDocument = new OptionalVersionedTextDocumentIdentifier
                {
                    Uri = uri,
                    Version = state.Documents.GetValueOrDefault(uri)?.Version,
                },
                Edits = new TextEditContainer(file),
            }
        );
    }
}
