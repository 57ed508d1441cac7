using OmniSharp.Extensions.LanguageServer.Protocol.Server;
using OmniSharp.Extensions.LanguageServer.Protocol.Window;
using TopologyLang.Server.Lifetime;
using TopologyLang.Server.Protocol;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Publishing;

/// <summary>
/// The client behind OmniSharp's facade. (Not behind ILanguageServer: that one depends on the handlers, which depend on
/// this.)
/// </summary>
public sealed class FacadeClient(
    ILanguageServerFacade server,
    MessageWriter messages,
    Workspace workspace,
    ProgressRegistry progress
) : IClient
{
    public void Publish(DiagnosticsParams diagnostics) =>
        messages.Notify(DiagnosticsParams.Method, diagnostics.WriteTo);

    public void Report(StatusParams status) => server.SendNotification(StatusParams.Method, status);

    public void RefreshViews()
    {
        var client = workspace.State.Client;
        if (client.CodeLensRefresh)
        {
            Ask("workspace/codeLens/refresh");
        }

        if (client.InlayHintRefresh)
        {
            Ask(InlayHintParams.Refresh);
        }
    }

    public void RefreshColours()
    {
        if (workspace.State.Client.SemanticTokensRefresh)
        {
            Ask("workspace/semanticTokens/refresh");
        }
    }

    public async Task<ShownProgress?> ShowProgressAsync(string title, Action stop, CancellationToken cancellation)
    {
        if (!workspace.State.Client.Progress)
        {
            return null;
        }

        var token = progress.Add(stop);
        await server
            .SendRequest("window/workDoneProgress/create", new { token })
            .ReturningVoid(cancellation)
            .ConfigureAwait(false);
        Tell(
            token,
            new
            {
                kind = "begin",
                title,
                cancellable = true,
            }
        );
        return new ShownProgress(() =>
        {
            progress.Remove(token);
            Tell(token, new { kind = "end" });
        });
    }

    public void Log(string message) => server.Window.LogError(message);

    private void Tell(string token, object value) => server.SendNotification("$/progress", new { token, value });

    /// <summary>Nothing depends on the answer, and a client that has none to give must not cost anything.</summary>
    private void Ask(string method) =>
        _ = server
            .SendRequest(method)
            .ReturningVoid(CancellationToken.None)
            .ContinueWith(
                static answer => _ = answer.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default
            );
}
