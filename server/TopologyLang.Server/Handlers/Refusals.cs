using OmniSharp.Extensions.JsonRpc;

namespace TopologyLang.Server.Handlers;

/// <summary>
/// A request that was understood and cannot be done: its client shows the reason to the person who asked.
/// </summary>
public static class Refusals
{
    /// <summary>LSP 3.17, ErrorCodes.RequestFailed.</summary>
    private const int RequestFailed = -32803;

    /// <exception cref="RpcErrorException">There is a reason.</exception>
    public static void ThrowIf(string? reason)
    {
        if (reason is not null)
        {
            throw new RpcErrorException(RequestFailed, new object(), reason);
        }
    }
}
