using Microsoft.VisualStudio.Threading;
using OmniSharp.Extensions.JsonRpc;
using OmniSharp.Extensions.JsonRpc.Server;

namespace TopologyLang.Server.Handlers;

/// <summary>
/// Answers a request on a thread of its own, and turns a fault into an answer for people: the library would send the
/// stack trace.
/// </summary>
public static class Answer
{
    /// <param name="what">What was asked for: "Formatting the file".</param>
    /// <exception cref="RpcErrorException">It failed.</exception>
    public static async Task<T> OrErrorAsync<T>(string what, Func<Task<T>> answer)
    {
        // A handler begins on the thread that reads the client's messages, and the next one must not wait for an
        // answer.
        await TaskScheduler.Default.SwitchTo(alwaysYield: true);
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
