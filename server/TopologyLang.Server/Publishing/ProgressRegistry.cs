using System.Collections.Concurrent;
using MediatR;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using OmniSharp.Extensions.LanguageServer.Protocol.Window;

namespace TopologyLang.Server.Publishing;

/// <summary>
/// The simulations that the client shows a progress for, and what stops each when somebody presses "Cancel" there.
/// </summary>
public sealed class ProgressRegistry : WorkDoneProgressCancelHandlerBase
{
    private readonly ConcurrentDictionary<string, Action> stops = new(StringComparer.Ordinal);
    private int last;

    /// <returns>The token that the client knows it by.</returns>
    public string Add(Action stop)
    {
        var token = $"topology/{Interlocked.Increment(ref last)}";
        stops[token] = stop;
        return token;
    }

    public void Remove(string token) => stops.TryRemove(token, out _);

    public override Task<Unit> Handle(WorkDoneProgressCancelParams request, CancellationToken cancellationToken)
    {
        if (request.Token?.String is { } token && stops.TryRemove(token, out var stop))
        {
            stop();
        }

        return Unit.Task;
    }
}
