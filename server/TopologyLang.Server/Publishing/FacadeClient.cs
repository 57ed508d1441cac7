using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using OmniSharp.Extensions.LanguageServer.Protocol.Server;
using OmniSharp.Extensions.LanguageServer.Protocol.Window;
using TopologyLang.Server.Protocol;

namespace TopologyLang.Server.Publishing;

/// <summary>
/// The client behind OmniSharp's facade. (Not behind ILanguageServer: that one depends on the handlers, which depend on this.)
/// </summary>
public sealed class FacadeClient(ILanguageServerFacade server) : IClient
{
    public void Publish(PublishDiagnosticsParams diagnostics) => server.TextDocument.PublishDiagnostics(diagnostics);

    public void Report(StatusParams status) => server.SendNotification(StatusParams.Method, status);

    public void Log(string message) => server.Window.LogError(message);
}
