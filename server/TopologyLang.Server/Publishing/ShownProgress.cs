namespace TopologyLang.Server.Publishing;

/// <summary>A progress that the client shows until this is disposed.</summary>
public sealed class ShownProgress(Action end) : IDisposable
{
    public void Dispose() => end();
}
