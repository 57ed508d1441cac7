using System.Collections.Immutable;
using MediatR;
using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using OmniSharp.Extensions.LanguageServer.Protocol.Workspace;
using TopologyLang.Server.Analyses;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Workspaces;
using FileSystemWatcher = OmniSharp.Extensions.LanguageServer.Protocol.Models.FileSystemWatcher;

namespace TopologyLang.Server.Handlers;

/// <summary>
/// Files changed on disk. The client watches, because it does so for all its servers at once and knows what to leave
/// out; the server has no watcher of its own.
/// </summary>
public sealed class WatchedFilesHandler(Workspace workspace, ImportCache imports) : DidChangeWatchedFilesHandlerBase
{
    public override async Task<Unit> Handle(DidChangeWatchedFilesParams request, CancellationToken cancellationToken)
    {
        var paths = request.Changes.Select(change => DocumentPaths.Of(change.Uri)).ToImmutableArray();
        foreach (var path in paths)
        {
            imports.Forget(path);
        }

        await workspace.ChangeAsync(state => state.FilesChanged(paths)).ConfigureAwait(false);
        return Unit.Value;
    }

    protected override DidChangeWatchedFilesRegistrationOptions CreateRegistrationOptions(
        DidChangeWatchedFilesCapability capability,
        ClientCapabilities clientCapabilities
    ) =>
        new()
        {
            Watchers = new Container<FileSystemWatcher>(
                new FileSystemWatcher
                {
                    GlobPattern = "**/*.topo",
                    Kind = WatchKind.Create | WatchKind.Change | WatchKind.Delete,
                }
            ),
        };
}
