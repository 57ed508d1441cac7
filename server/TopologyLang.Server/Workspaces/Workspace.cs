using System.Collections.Immutable;
using Microsoft.VisualStudio.Threading;
using OmniSharp.Extensions.LanguageServer.Protocol;
using TopologyLang.Server.Analyses;
using TopologyLang.Server.Documents;

namespace TopologyLang.Server.Workspaces;

/// <summary>
/// Holds the newest state of the workspace. Changes pass one gate, one after the other; readers take what there is.
/// </summary>
public sealed class Workspace : IDisposable
{
    // Not allowed to re-enter: a change made from within a change would be lost, so it shall throw rather than wait for
    // itself.
    private readonly ReentrantSemaphore gate;
    private volatile WorkspaceState state;

    public Workspace(JoinableTaskContext context, AnalysisFactory analyses)
    {
        gate = ReentrantSemaphore.Create(1, context, ReentrantSemaphore.ReentrancyMode.NotAllowed);
        state = WorkspaceState.Empty(analyses);
    }

    public WorkspaceState State => state;

    /// <summary>
    /// Of the gate's own thread: what changed, after it changed. Must be quick and must not change the workspace.
    /// </summary>
    public event Action<WorkspaceChange>? Changed;

    public bool IsNewest(OpenDocument document) =>
        state.Documents.TryGetValue(document.Uri, out var newest) && ReferenceEquals(newest, document);

    /// <summary>Replaces the state. Analyses that nobody needs after it are cancelled.</summary>
    // No token: the one that a notification's handler gets is cancelled when the handler returns, and a change must not
    // get lost.
    public Task ChangeAsync(Func<WorkspaceState, WorkspaceState> change) =>
        gate.ExecuteAsync(() =>
        {
            var before = state;
            var after = change(before);
            state = after;
            var gone = before.Documents.Values.Where(document => !IsNewest(document)).ToImmutableArray();
            foreach (var document in gone)
            {
                // What depends on the token runs elsewhere: this is the thread that reads the client's messages.
                _ = document.Superseded.CancelAsync();
            }

            // The semaphore marks the flow of execution, and work that is begun here must not inherit the mark.
            using (gate.SuppressRelevance())
            {
                Changed?.Invoke(
                    new WorkspaceChange(
                        [
                            .. after.Documents.Values.Where(document =>
                                before.Documents.GetValueOrDefault(document.Uri) != document
                            ),
                        ],
                        [.. before.Documents.Keys.Where(uri => !after.Documents.ContainsKey(uri))]
                    )
                );
            }

            return Task.CompletedTask;
        });

    /// <summary>What the newest state of a file comes to; null where the file is not open (any more).</summary>
    public async Task<AnalysisResult?> NewestAnalysisAsync(DocumentUri uri, CancellationToken cancellation)
    {
        while (state.Documents.TryGetValue(uri, out var document))
        {
            try
            {
                return await document.Analysis.GetValueAsync(cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested && !IsNewest(document))
            {
                // An edit came in between: the next round asks for the newer state.
            }
        }

        return null;
    }

    public void Dispose() => gate.Dispose();
}
