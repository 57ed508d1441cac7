using System.IO.Pipelines;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TopologyLang.Server;
using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Fuzz.Targets;

/// <summary>
/// Messages that no client should send: damaged JSON, values of other types, places outside the file, things in the
/// wrong order, in pieces. Whatever came, the next request is answered, and the server ends when its input does, be it
/// within a message.
/// </summary>
internal sealed class WireTarget : ITarget
{
    private const string Uri = "file:///nowhere/wire.topo";
    private const string Unopened = "file:///nowhere/unopened.topo";

    private static readonly string[] Values =
    [
        "null",
        "-1",
        "4294967296",
        "1e308",
        "\"\"",
        "\"\\ud83e\"",
        "\"file:///%zz\"",
        "\"untitled:a b\"",
        "[]",
        "{}",
        "true",
        "[[[[[[[[[[]]]]]]]]]]",
        "\"::::\"",
        "\"http://127.0.0.1/\"",
    ];

    private static readonly string[] Endings =
    [
        "",
        "Content-Length: 50\r\n\r\n{\"jsonrpc\"",
        "Content-Length: -1\r\n\r\n",
        "Content-Length: x\r\n\r\n{}",
        "garbage",
        "\r\n\r\n",
        "Content-Length: 99999999999\r\n\r\n{",
    ];

    public string Name => "wire";

    /// <summary>Each input has a server of its own.</summary>
    public int Rounds => 10;

    public async Task TryAsync(Random random, Action<string> input)
    {
        var (toServer, fromServer) = (new Pipe(), new Pipe());
        using var client = new JsonRpcClient(toServer.Writer.AsStream(), fromServer.Reader.AsStream());
        using var stop = new CancellationTokenSource();
        var server = Task.Run(() =>
            LanguageServerHost.RunAsync(toServer.Reader.AsStream(), fromServer.Writer.AsStream(), stop.Token)
        );
        var reading = client.ReadAllAsync();
        var sent = new StringBuilder();
        var text = Mutation.Text(random);
        if (random.Next(4) == 0)
        {
            await SendAsync(client, random, Hostile(random, text), sent).ConfigureAwait(false);
        }

        await client.RequestAsync("initialize", new { capabilities = new { } }).ConfigureAwait(false);
        await client.NotifyAsync("initialized", new { }).ConfigureAwait(false);
        await client
            .NotifyAsync(
                "textDocument/didOpen",
                new
                {
                    textDocument = new
                    {
                        uri = Uri,
                        languageId = "topo",
                        version = 1,
                        text,
                    },
                }
            )
            .ConfigureAwait(false);
        for (var message = random.Next(10, 80); message > 0; message--)
        {
            await SendAsync(client, random, Hostile(random, text), sent).ConfigureAwait(false);
            input(sent.ToString());
        }

        const string fresh = "file:///nowhere/fresh.topo";
        await client
            .NotifyAsync(
                "textDocument/didOpen",
                new
                {
                    textDocument = new
                    {
                        uri = fresh,
                        languageId = "topo",
                        version = 1,
                        text = "host a { }\n",
                    },
                }
            )
            .ConfigureAwait(false);
        var answer = await client
            .RequestAsync("textDocument/documentSymbol", new { textDocument = new { uri = fresh } })
            .ConfigureAwait(false);
        Fault.Unless(
            answer["result"]?.HasValues == true,
            $"after such messages a request is answered as ever: {answer}"
        );

        await client.SendBytesAsync(Encoding.UTF8.GetBytes(Mutation.Pick(random, Endings))).ConfigureAwait(false);
        await toServer.Writer.CompleteAsync().ConfigureAwait(false);
        await EndedAsync(server).ConfigureAwait(false);
        await fromServer.Writer.CompleteAsync().ConfigureAwait(false);
        await reading.WaitAsync(JsonRpcClient.Patience).ConfigureAwait(false);
    }

    private static async Task EndedAsync(Task<int> server)
    {
        try
        {
            await server.WaitAsync(JsonRpcClient.Patience).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new Fault("the server ends when its input does");
        }
    }

    private static string Hostile(Random random, string text)
    {
        var message = Message(random, text);
        return random.Next(4) switch
        {
            0 => message,
            1 => Damaged(random, message),
            _ => WithOtherValue(random, message),
        };
    }

    /// <summary>A message that could be right, were the file open, the version newer, or the request known.</summary>
    private static string Message(Random random, string text)
    {
        var uri = random.Next(4) == 0 ? Unopened : Uri;
        var method = random.Next(8) switch
        {
            0 => "textDocument/didChange",
            1 => random.Next(2) == 0 ? "textDocument/didOpen" : "textDocument/didClose",
            2 => "workspace/didChangeWatchedFiles",
            3 => random.Next(2) == 0 ? "$/cancelRequest" : "workspace/didChangeConfiguration",
            _ => Mutation.Pick(random, Requests.All),
        };
        var parameters = Requests.Parameters(random, uri, text);
        parameters["textDocument"]!["version"] = random.Next(-1, 5);
        parameters["textDocument"]!["languageId"] = "topo";
        parameters["textDocument"]!["text"] = text;
        parameters["contentChanges"] = new JArray(
            new JObject { ["range"] = parameters["range"], ["text"] = Mutation.Change(random, text).NewText }
        );
        parameters["changes"] = new JArray(new JObject { ["uri"] = uri, ["type"] = 2 });
        parameters["settings"] = new JObject
        {
            ["topology"] = new JObject { ["checker"] = new JObject { ["maxStates"] = 1000 } },
        };
        parameters["id"] = random.Next(1_000_000, 1_000_100);
        var message = new JObject
        {
            ["jsonrpc"] = "2.0",
            ["method"] = method,
            ["params"] = parameters,
        };
        if (
            method.StartsWith("textDocument/did", StringComparison.Ordinal) ? random.Next(20) == 0 : random.Next(20) > 0
        )
        {
            message["id"] = random.Next(1_000_000, 1_000_100);
        }

        if (random.Next(20) == 0)
        {
            message.Remove("method");
        }

        return message.ToString(Formatting.None);
    }

    private static string Damaged(Random random, string message)
    {
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            message =
                random.Next(3) == 0
                    ? message[..random.Next(message.Length + 1)]
                    : Mutation.Applied(message, Mutation.Change(random, message));
        }

        // The protocol library holds back what follows a message of no bytes at all, until more comes;
        // docs/reliability.md says so.
        return message.Length == 0 ? " " : message;
    }

    private static string WithOtherValue(Random random, string message)
    {
        var root = JObject.Parse(message);
        for (var change = random.Next(1, 3); change > 0; change--)
        {
            var tokens = root.Descendants()
                .OfType<JProperty>()
                .Where(property => property.Name is not ("method" or "text"))
                .ToList();
            Mutation.Pick(random, tokens).Value = JToken.Parse(Mutation.Pick(random, Values));
        }

        return root.ToString(Formatting.None);
    }

    private static async Task SendAsync(JsonRpcClient client, Random random, string body, StringBuilder sent)
    {
        sent.AppendLine(body);
        var bytes = Encoding.UTF8.GetBytes(body);
        byte[] message = [.. Encoding.ASCII.GetBytes($"Content-Length: {bytes.Length}\r\n\r\n"), .. bytes];
        var cut = random.Next(3) == 0 ? random.Next(1, message.Length) : message.Length;
        await client.SendBytesAsync(message[..cut]).ConfigureAwait(false);
        if (cut < message.Length)
        {
            // To send nothing would look like the end.
            await client.SendBytesAsync(message[cut..]).ConfigureAwait(false);
        }
    }
}
