using System.IO.Pipelines;
using Newtonsoft.Json.Linq;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Server.Analyses;

namespace TopologyLang.Server.Tests.Rpc;

/// <summary>A server in this process with a client at it, over pipes.</summary>
public sealed class ServerSession : IAsyncDisposable
{
    private readonly Pipe toServer = new();
    private readonly Pipe fromServer = new();
    private readonly Task reading;
    private readonly CancellationTokenSource stop = new();

    private ServerSession(Func<AnalysisOptions, AnalysisCalls>? analyses)
    {
        Client = new JsonRpcClient(toServer.Writer.AsStream(), fromServer.Reader.AsStream());
        var (input, output) = (toServer.Reader.AsStream(), fromServer.Writer.AsStream());
        Server = Task.Run(() =>
            analyses is null
                ? LanguageServerHost.RunAsync(input, output, stop.Token)
                : LanguageServerHost.RunAsync(input, output, analyses, stop.Token)
        );
        reading = Client.ReadAllAsync();
    }

    public JsonRpcClient Client { get; }

    /// <summary>The server's exit code, when it has ended.</summary>
    public Task<int> Server { get; }

    /// <summary>The result of initialize.</summary>
    public JObject Initialized { get; private set; } = [];

    /// <summary>A server that nobody has spoken to.</summary>
    public static ServerSession Silent() => new(analyses: null);

    public static async Task<ServerSession> StartAsync(
        bool dynamicRegistration = false,
        string? root = null,
        int? processId = null,
        object? options = null,
        Func<AnalysisOptions, AnalysisCalls>? analyses = null,
        bool plain = false
    )
    {
        var session = new ServerSession(analyses);
        await session.InitializeAsync(dynamicRegistration, root, processId, options, plain);
        return session;
    }

    private async Task InitializeAsync(
        bool dynamicRegistration,
        string? root,
        int? processId,
        object? options,
        bool plain
    )
    {
        var answer = await Client.RequestAsync(
            "initialize",
            new
            {
                processId,
                rootUri = root is null ? null : TemporaryFolder.UriOfPath(root),
                workspaceFolders = root is null
                    ? null
                    : new[] { new { uri = TemporaryFolder.UriOfPath(root), name = "root" } },
                initializationOptions = options,
                capabilities = plain ? new { } : ClientCapabilities.Of(dynamicRegistration),
            }
        );
        Initialized = (JObject)answer["result"]!;
        await Client.NotifyAsync("initialized", new { });
    }

    public Task OpenAsync(string uri, string text, int version = 1) =>
        Client.NotifyAsync(
            "textDocument/didOpen",
            new
            {
                textDocument = new
                {
                    uri,
                    languageId = "topo",
                    version,
                    text,
                },
            }
        );

    public Task ReplaceAsync(string uri, int version, string text) =>
        Client.NotifyAsync(
            "textDocument/didChange",
            new { textDocument = new { uri, version }, contentChanges = new[] { new { text } } }
        );

    /// <param name="edits">Line, character, line, character (from 0, UTF-16), text; each is on the text that the one
    /// before left.</param>
    public Task EditAsync(string uri, int version, params (int L1, int C1, int L2, int C2, string Text)[] edits) =>
        Client.NotifyAsync(
            "textDocument/didChange",
            new
            {
                textDocument = new { uri, version },
                contentChanges = edits.Select(edit => new
                {
                    range = new
                    {
                        start = new { line = edit.L1, character = edit.C1 },
                        end = new { line = edit.L2, character = edit.C2 },
                    },
                    text = edit.Text,
                }),
            }
        );

    public Task CloseAsync(string uri) =>
        Client.NotifyAsync("textDocument/didClose", new { textDocument = new { uri } });

    public Task<JObject> RequestAsync(string method, string uri, int line = 0, int character = 0) =>
        Client.RequestAsync(
            method,
            new
            {
                textDocument = new { uri },
                position = new { line, character },
                options = new { tabSize = 2, insertSpaces = true },
            }
        );

    /// <summary>The result of a request about a file; the test fails where it is an error.</summary>
    /// <param name="more">Further members of the parameters.</param>
    public async Task<JToken> AskAsync(string method, string uri, object? more = null)
    {
        var parameters = more is null ? [] : JObject.FromObject(more);
        parameters["textDocument"] = new JObject { ["uri"] = uri };
        var answer = await Client.RequestAsync(method, parameters);
        Assert.True(answer["error"] is null, answer.ToString());
        return answer["result"]!;
    }

    /// <summary>The codes of the next publication for a file that satisfies the condition.</summary>
    public async Task<JObject> DiagnosticsAsync(string uri, int? version, Func<string[], bool>? codes = null)
    {
        var message = await Client.FirstAsync(message =>
            (string?)message["method"] == "textDocument/publishDiagnostics"
            && (string?)message["params"]!["uri"] == uri
            && (int?)message["params"]!["version"] == version
            && (codes is null || codes(CodesOf(message)))
        );
        return message;
    }

    /// <summary>Waits until these are the states that the server has told of since its start.</summary>
    public async Task StatusesAsync(params string[] states)
    {
        var told = new List<string>();
        await Client.FirstAsync(message =>
        {
            if ((string?)message["method"] == "topology/status")
            {
                told.Add((string)message["params"]!["state"]!);
            }

            return told.SequenceEqual(states);
        });
    }

    public static string[] CodesOf(JObject publication) =>
        [.. publication["params"]!["diagnostics"]!.Select(diagnostic => (string)diagnostic["code"]!)];

    public async Task<int> ShutDownAsync()
    {
        await Client.RequestAsync("shutdown", null);
        await Client.NotifyAsync("exit", null);
        return await Server.WaitAsync(JsonRpcClient.Patience);
    }

    /// <summary>Ends the input, as the death of a client does.</summary>
    public ValueTask HangUpAsync() => toServer.Writer.CompleteAsync();

    public async ValueTask DisposeAsync()
    {
        if (!Server.IsCompleted)
        {
            await Client.NotifyAsync("exit", null);
        }

        await HangUpAsync();
        await Server.WaitAsync(JsonRpcClient.Patience);
        await fromServer.Writer.CompleteAsync();
        await reading.WaitAsync(JsonRpcClient.Patience);
        Client.Dispose();
        stop.Dispose();
    }
}
