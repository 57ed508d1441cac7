using OmniSharp.Extensions.JsonRpc;
using OmniSharp.Extensions.JsonRpc.Server;

namespace TopologyLang.Server.Handlers;

/// <summary>Turns a fault in a request into an answer for people; the library would send them the stack trace.</summary>
public static class Answer
{
    /// <param name="what">What was asked for: "Formatting the file".</param>
    /// <exception cref="RpcErrorException">It failed.</exception>
    public static async Task<T> OrErrorAsync<T>(string what, Func<Task<T>> answer)
    {
        try
        {
            return await answer().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or RpcErrorException))
        {
            await Console.Error.WriteLineAsync($"{what} failed: {fault}").ConfigureAwait(false);
            throw new RpcErrorException(ErrorCodes.InternalError, new object(), $"{what} failed: {fault.Message}");
        }
    }
}
