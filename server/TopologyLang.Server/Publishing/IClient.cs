using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Server.Protocol;

namespace TopologyLang.Server.Publishing;

/// <summary>What the server tells the client without being asked.</summary>
public interface IClient
{
    void Publish(PublishDiagnosticsParams diagnostics);

    void Report(StatusParams status);

    void Log(string message);
}
