using System.Collections.Concurrent;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TopologyLang.Server.Tests.Rpc;

/// <summary>
/// A client of the language server protocol as small as can be: frames, numbers its requests, keeps what comes.
/// </summary>
public sealed class JsonRpcClient(Stream toServer, Stream fromServer) : IDisposable
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JObject>> answers = new();
    private readonly List<JObject> received = [];
    private readonly List<(Func<JObject, bool> Wanted, TaskCompletionSource<JObject> Found)> waiting = [];
    private readonly SemaphoreSlim writing = new(1);
    private int last;

    /// <summary>
    /// Everything that the server sent unasked, in order: notifications, and requests, which are answered with null.
    /// </summary>
    public IReadOnlyList<JObject> Received
    {
        get
        {
            lock (received)
            {
                return [.. received];
            }
        }
    }

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The whole answer, with its "result" or its "error".</summary>
    public async Task<JObject> RequestAsync(string method, object? parameters)
    {
        var id = Interlocked.Increment(ref last);
        var answer = answers[id] = new TaskCompletionSource<JObject>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        await SendAsync(Message(method, parameters, id));
        return await answer.Task.WaitAsync(Patience);
    }

    public Task NotifyAsync(string method, object? parameters) => SendAsync(Message(method, parameters, id: null));

    public Task SendAsync(JObject message) => SendTextAsync(message.ToString(Formatting.None));

    public Task SendTextAsync(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return SendBytesAsync([.. Encoding.ASCII.GetBytes($"Content-Length: {bytes.Length}\r\n\r\n"), .. bytes]);
    }

    public async Task SendBytesAsync(byte[] bytes)
    {
        await writing.WaitAsync();
        try
        {
            await toServer.WriteAsync(bytes);
            await toServer.FlushAsync();
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>
    /// The first message, of those that came already or will come, that is wanted. Each is offered once, in order.
    /// </summary>
    public async Task<JObject> FirstAsync(Func<JObject, bool> wanted)
    {
        var found = new TaskCompletionSource<JObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (received)
        {
            if (received.Find(message => wanted(message)) is { } there)
            {
                return there;
            }

            waiting.Add((wanted, found));
        }

        try
        {
            return await found.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            var came = string.Join('\n', Received.Select(one => one.ToString(Formatting.None)));
            throw new TimeoutException($"No such message came. What came:\n{came}");
        }
    }

    /// <summary>Reads until the server closes its side.</summary>
    public async Task ReadAllAsync()
    {
        while (await ReadMessageAsync() is { } message)
        {
            if (message["method"] is not null)
            {
                await TakeAsync(message);
            }
            else if (
                message["id"] is JValue { Value: long id and > 0 and <= int.MaxValue }
                && answers.TryRemove((int)id, out var answer)
            )
            {
                answer.SetResult(message);
            }
            else
            {
                await TakeAsync(message);
            }
        }
    }

    private async Task TakeAsync(JObject message)
    {
        lock (received)
        {
            received.Add(message);
            foreach (var (wanted, found) in waiting)
            {
                if (wanted(message))
                {
                    found.TrySetResult(message);
                }
            }
        }

        if (message["method"] is not null && message["id"] is { } asked)
        {
            try
            {
                await SendAsync(
                    new JObject
                    {
                        ["jsonrpc"] = "2.0",
                        ["id"] = asked,
                        ["result"] = null,
                    }
                );
            }
            catch (Exception error) when (error is InvalidOperationException or IOException)
            {
                // The client has hung up meanwhile: nobody waits for the answer.
            }
        }
    }

    public void Dispose() => writing.Dispose();

    private static JObject Message(string method, object? parameters, int? id)
    {
        var message = new JObject { ["jsonrpc"] = "2.0", ["method"] = method };
        if (id is { } number)
        {
            message["id"] = number;
        }

        if (parameters is not null)
        {
            message["params"] = JToken.FromObject(parameters);
        }

        return message;
    }

    private async Task<JObject?> ReadMessageAsync()
    {
        var length = 0;
        while (await ReadLineAsync() is { } line)
        {
            if (line.Length == 0)
            {
                var body = new byte[length];
                await fromServer.ReadExactlyAsync(body);
                return JObject.Parse(Encoding.UTF8.GetString(body));
            }

            length = line.StartsWith("Content-Length:", StringComparison.Ordinal) ? int.Parse(line[15..]) : length;
        }

        return null;
    }

    private async Task<string?> ReadLineAsync()
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await fromServer.ReadAsync(one) == 1)
        {
            if (one[0] == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)one[0]);
        }

        return null;
    }
}
