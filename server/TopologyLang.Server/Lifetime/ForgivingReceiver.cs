using Microsoft.Extensions.Logging.Abstractions;
using Newtonsoft.Json.Linq;
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
    protected override Renor GetRenor(JToken @object)
    {
        try
        {
            return base.GetRenor(@object);
        }
#pragma warning disable CA1031 // Which one it is hangs on what the message has in the place of a text or a number.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return new InvalidRequest($"This is no message of JSON-RPC 2.0: {fault.Message}");
        }
    }
}
