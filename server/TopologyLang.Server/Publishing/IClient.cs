using TopologyLang.Server.Protocol;

namespace TopologyLang.Server.Publishing;

/// <summary>What the server tells the client without being asked.</summary>
public interface IClient
{
    void Publish(DiagnosticsParams diagnostics);

    void Report(StatusParams status);

    /// <summary>Lenses and hints say something else now: the client is to ask for them again.</summary>
    void RefreshViews();

    /// <summary>
    /// Words may have other colours now, though their text is the same: the client is to ask for them again.
    /// </summary>
    void RefreshColours();

    /// <summary>Shows that something takes its time, with a way to stop it.</summary>
    Task<ShownProgress?> ShowProgressAsync(string title, Action stop, CancellationToken cancellation);

    void Log(string message);
}
