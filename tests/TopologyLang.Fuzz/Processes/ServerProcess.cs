using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TopologyLang.Fuzz.Processes;

/// <summary>
/// A language server in a process of its own, as an editor starts it, with a client that keeps nothing of what it is
/// told.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly Stream input;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JObject>> waiting = new();
    private readonly SemaphoreSlim writing = new(1);
    private int last;
    private int complaints;

    private ServerProcess(Process process)
    {
        this.process = process;
        input = process.StandardInput.BaseStream;
        Ended = Task.Run(ReadAsync);
        process.ErrorDataReceived += (_, line) => Complain(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>The client's side of it: completes when the server has closed its output.</summary>
    public Task Ended { get; }

    public Process Process => process;

    /// <summary>Lines that the server wrote to standard error: it says there what failed.</summary>
    public int Complaints => Volatile.Read(ref complaints);

    public string? FirstComplaint { get; private set; }

    /// <summary>The words that start <c>topo</c>.</summary>
    public static ProcessStartInfo Topo(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "topo.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return start;
    }

    /// <param name="editor">The process at whose end the server shall end too.</param>
    public static async Task<ServerProcess> StartAsync(string root, int? editor = null)
    {
        var server = new ServerProcess(Process.Start(Topo("lsp"))!);
        await server
            .RequestAsync(
                "initialize",
                new JObject
                {
                    ["processId"] = editor ?? Environment.ProcessId,
                    ["rootUri"] = new Uri(root).AbsoluteUri,
                    ["capabilities"] = new JObject(),
                }
            )
            .ConfigureAwait(false);
        await server.NotifyAsync("initialized", []).ConfigureAwait(false);
        return server;
    }

    /// <exception cref="EndOfStreamException">The server ended before it answered.</exception>
    public async Task<JObject> RequestAsync(string method, JObject parameters)
    {
        var id = Interlocked.Increment(ref last);
        var answer = waiting[id] = new TaskCompletionSource<JObject>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        if (Ended.IsCompleted)
        {
            answer.TrySetException(new EndOfStreamException());
        }

        await SendAsync(
                new JObject
                {
                    ["jsonrpc"] = "2.0",
                    ["id"] = id,
                    ["method"] = method,
                    ["params"] = parameters,
                }
            )
            .ConfigureAwait(false);
        try
        {
            return await answer.Task.WaitAsync(Patience).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new Fault(
                $"{method} is answered within {Patience.TotalSeconds} s: {parameters.ToString(Formatting.None)}"
            );
        }
    }

    public Task NotifyAsync(string method, JObject parameters) =>
        SendAsync(
            new JObject
            {
                ["jsonrpc"] = "2.0",
                ["method"] = method,
                ["params"] = parameters,
            }
        );

    public Task OpenAsync(string uri, string text, int version = 1) =>
        NotifyAsync(
            "textDocument/didOpen",
            new JObject
            {
                ["textDocument"] = new JObject
                {
                    ["uri"] = uri,
                    ["languageId"] = "topo",
                    ["version"] = version,
                    ["text"] = text,
                },
            }
        );

    public Task CloseAsync(string uri) =>
        NotifyAsync("textDocument/didClose", new JObject { ["textDocument"] = new JObject { ["uri"] = uri } });

    /// <summary>The report of a file: what it came to, in words.</summary>
    public async Task<string> ReportAsync(string uri)
    {
        var answer = await RequestAsync(
                "topology/simulate",
                new JObject { ["textDocument"] = new JObject { ["uri"] = uri } }
            )
            .ConfigureAwait(false);
        return answer["result"]?.ToString() ?? answer.ToString();
    }

    /// <summary>As the system does it that needs memory: without a word.</summary>
    public void Kill() => process.Kill();

    /// <summary>Closes the server's input, as the death of an editor does.</summary>
    public void HangUp() => input.Close();

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            Kill();
        }

        await Ended.WaitAsync(Patience).ConfigureAwait(false);
        await process.WaitForExitAsync().ConfigureAwait(false);
        process.Dispose();
        writing.Dispose();
    }

    private async Task SendAsync(JObject message)
    {
        var body = Encoding.UTF8.GetBytes(message.ToString(Formatting.None));
        await writing.WaitAsync().ConfigureAwait(false);
        try
        {
            await input
                .WriteAsync(Encoding.ASCII.GetBytes($"Content-Length: {body.Length}\r\n\r\n"))
                .ConfigureAwait(false);
            await input.WriteAsync(body).ConfigureAwait(false);
            await input.FlushAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // It is dead: whoever waits for an answer is told when its output ends.
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task ReadAsync()
    {
        Exception end = new EndOfStreamException();
        try
        {
            var output = new BufferedStream(process.StandardOutput.BaseStream, 1 << 16);
            await using (output.ConfigureAwait(false))
            {
                while (await MessageAsync(output).ConfigureAwait(false) is { } message)
                {
                    await TakeAsync(message).ConfigureAwait(false);
                }
            }
        }
#pragma warning disable CA1031 // What the server said is no message: whoever waits for an answer gets to know.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            end = fault;
        }

        foreach (var answer in waiting.Values)
        {
            answer.TrySetException(end);
        }
    }

    private async Task TakeAsync(JObject message)
    {
        if (message["method"] is null)
        {
            Fault.Unless(
                message["id"] is JValue { Value: long id }
                    && waiting.TryRemove((int)id, out var answer)
                    && answer.TrySetResult(message),
                $"each answer is one to a request: {message}"
            );
        }
        else if (message["id"] is { } asked)
        {
            await SendAsync(
                    new JObject
                    {
                        ["jsonrpc"] = "2.0",
                        ["id"] = asked,
                        ["result"] = null,
                    }
                )
                .ConfigureAwait(false);
        }
    }

    /// <returns>Null at the end, be it in the middle of a message.</returns>
    private static async Task<JObject?> MessageAsync(Stream output)
    {
        var length = 0;
        for (var line = new StringBuilder(); output.ReadByte() is >= 0 and var letter; line.Append((char)letter))
        {
            if (letter != '\n')
            {
                continue;
            }

            var header = line.ToString().Trim();
            line.Clear();
            if (header.Length == 0)
            {
                var body = new byte[length];
                return
                    await output.ReadAtLeastAsync(body, length, throwOnEndOfStream: false).ConfigureAwait(false)
                    < length
                    ? null
                    : JObject.Parse(Encoding.UTF8.GetString(body));
            }

            length = header.StartsWith("Content-Length:", StringComparison.Ordinal)
                ? int.Parse(header[15..], null)
                : length;
        }

        return null;
    }

    private void Complain(string? line)
    {
        if (!string.IsNullOrEmpty(line))
        {
            FirstComplaint ??= line;
            Interlocked.Increment(ref complaints);
        }
    }
}
