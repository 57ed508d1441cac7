using OmniSharp.Extensions.JsonRpc;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

#pragma warning disable CA1068 // The answer is the longest argument and reads best at the end.
/// <summary>
/// Requests about a file. Of an open one the state that they are about is taken when they come, since their positions
/// are about that one; the answer is made on a thread of its own, so that the next message need not wait for it.
/// </summary>
public static class DocumentRequests
{
    /// <summary>As long as a person waits for something that depends on a simulation.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>LSP 3.17, ErrorCodes.ContentModified: the client asks again about its newer text.</summary>
    private const int ContentModified = -32801;

    /// <param name="what">What is asked for, for the message of a fault: "The outline".</param>
    /// <returns>Null where the file is not open.</returns>
    public static Task<T?> AskAsync<T>(
        this Workspace workspace,
        string what,
        TextDocumentIdentifier? document,
        CancellationToken cancellation,
        Func<OpenDocument, T?> answer
    )
        where T : class => workspace.AskAsync(what, document, cancellation, (_, open) => answer(open));

    /// <summary>As above, with the workspace that the file is part of.</summary>
    /// <exception cref="RpcErrorException">The text changed meanwhile: content modified.</exception>
    public static Task<T?> AskAsync<T>(
        this Workspace workspace,
        string what,
        TextDocumentIdentifier? document,
        CancellationToken cancellation,
        Func<WorkspaceState, OpenDocument, T?> answer
    )
        where T : class
    {
        var state = workspace.State;
        return document?.Uri is { } uri && state.Documents.GetValueOrDefault(uri) is { } open
            ? Answer.OrErrorAsync(
                what,
                () => Task.FromResult(OfTheSameText(workspace, (state, open), cancellation, answer))
            )
            : Task.FromResult<T?>(null);
    }

    /// <summary>
    /// Another file, a setting or a folder may change while the answer is made, and end the work on the state that it
    /// is about. The client has not cancelled anything then, so the answer is made of the newest state.
    /// </summary>
    private static T? OfTheSameText<T>(
        Workspace workspace,
        (WorkspaceState State, OpenDocument Document) asked,
        CancellationToken cancellation,
        Func<WorkspaceState, OpenDocument, T?> answer
    )
        where T : class
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return answer(asked.State, asked.Document);
            }
            catch (OperationCanceledException)
                when (!cancellation.IsCancellationRequested && !ReferenceEquals(workspace.State, asked.State))
            {
                var newest = workspace.State;
                asked =
                    newest.Documents.GetValueOrDefault(asked.Document.Uri) is { } same
                    && ReferenceEquals(same.Tree, asked.Document.Tree)
                        ? (newest, same)
                        : throw new RpcErrorException(ContentModified, new object(), "the text changed meanwhile");
            }
        }
    }

    /// <summary>As above, of the simulated file.</summary>
    /// <returns>Null also where the simulation takes too long, fails, or is overtaken by an edit.</returns>
    public static Task<T?> AskSimulatedAsync<T>(
        this Workspace workspace,
        string what,
        TextDocumentIdentifier? document,
        CancellationToken cancellation,
        Func<FileAnalysis, T?> answer
    )
        where T : class =>
        workspace.Open(document) is { } open
            ? Answer.OrErrorAsync(
                what,
                async () =>
                    await SimulatedAsync(open, cancellation).ConfigureAwait(false) is { } analysis
                        ? answer(analysis)
                        : null
            )
            : Task.FromResult<T?>(null);

    /// <summary>Of a file that need not be open, however long its simulation takes: the client can cancel it.</summary>
    /// <returns>Null where there is no such file or it could not be analysed.</returns>
    public static Task<T?> AskAnalysedAsync<T>(
        this Workspace workspace,
        string what,
        TextDocumentIdentifier? document,
        CancellationToken cancellation,
        Func<FileAnalysis, T?> answer
    )
        where T : class =>
        document?.Uri is { } uri
            ? Answer.OrErrorAsync(
                what,
                async () =>
                    (await workspace.AnalysisOfAsync(uri, cancellation).ConfigureAwait(false))?.Analysis is { } analysis
                        ? answer(analysis)
                        : null
            )
            : Task.FromResult<T?>(null);

    /// <summary>
    /// The analysis of this state of a file; null where it takes too long, fails, or is overtaken by an edit.
    /// </summary>
    public static async Task<FileAnalysis?> SimulatedAsync(OpenDocument document, CancellationToken cancellation)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        waiting.CancelAfter(Patience);
        try
        {
            return (await document.Analysis.GetValueAsync(waiting.Token).ConfigureAwait(false)).Analysis;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    public static OpenDocument? Open(this Workspace workspace, TextDocumentIdentifier? document) =>
        document?.Uri is { } uri ? workspace.State.Documents.GetValueOrDefault(uri) : null;
}
