using Microsoft.Extensions.Logging.Abstractions;
using Newtonsoft.Json.Linq;
using OmniSharp.Extensions.JsonRpc;
using OmniSharp.Extensions.JsonRpc.Server;
using OmniSharp.Extensions.JsonRpc.Server.Messages;
using OmniSharp.Extensions.LanguageServer.Server;

namespace TopologyLang.Server.Lifetime;

/// <summary>
/// Tells requests, notifications and answers apart. JSON that is none of them gets an error for an answer; the
/// library's own receiver ends the conversation where, say, "jsonrpc" is no text.
/// </summary>
public sealed class ForgivingReceiver() : LspServerReceiver(NullLogger<LspServerReceiver>.Instance)
{
    /// <summary>Source: LSP 3.17, Server lifecycle, <c>initialize</c>.</summary>
    private const int NotInitialized = -32002;

    /// <summary>Source: JSON-RPC 2.0, 5.1 (error object).</summary>
    private const int InvalidParameters = -32602;

    /// <summary>
    /// The library says to a request before <c>initialize</c> that it is too early, and not to which.
    /// </summary>
    public override (IEnumerable<Renor> results, bool hasResponse) GetRequests(JToken container)
    {
        var (results, hasResponse) = base.GetRequests(container);
        var early = new Queue<Request>(
            (container is JArray batch ? batch : Enumerable.Repeat(container, 1))
                .Select(GetRenor)
                .Where(message => message.IsRequest && message.Request!.Method != "initialize")
                .Select(message => message.Request!)
        );
        return (
            [
                .. results.Select(result =>
                    result is { IsError: true, Error.Error.Code: NotInitialized } && early.TryDequeue(out var request)
                        ? new RpcError(
                            request.Id,
                            request.Method,
                            new ErrorMessage(NotInitialized, $"{request.Method} came before initialize")
                        )
                        : result
                ),
            ],
            hasResponse
        );
    }

    protected override Renor GetRenor(JToken @object)
    {
        try
        {
            return WithoutParameters(@object) ?? base.GetRenor(@object);
        }
#pragma warning disable CA1031 // Which one it is depends on what the message has in the place of a text or a number.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return new InvalidRequest($"This is no message of JSON-RPC 2.0: {fault.Message}");
        }
    }

    /// <summary>
    /// Parameters are an object in LSP. Of <c>null</c> the library makes an empty one, and a list is a fault to it.
    /// </summary>
    private static RpcError? WithoutParameters(JToken message) =>
        message is JObject request
        && request["id"] is JValue { Type: JTokenType.Integer or JTokenType.String } id
        && request["method"] is JValue { Value: string method and not "shutdown" }
        && request["params"] is { Type: JTokenType.Null or JTokenType.Array }
            ? new RpcError(
                id.Value,
                method,
                new ErrorMessage(InvalidParameters, $"{method} needs parameters: an object")
            )
            : null;
}
