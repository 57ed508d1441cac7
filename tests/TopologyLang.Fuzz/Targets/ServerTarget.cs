using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;
using Newtonsoft.Json.Linq;
using TopologyLang.Language.Syntax;
using TopologyLang.Server;
using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Fuzz.Targets;

/// <summary>
/// The language server over its real framing: after any script of edits the diagnostics are those of a fresh start on
/// the same text, every request is answered, and none with an internal error.
/// </summary>
internal sealed class ServerTarget : ITarget, IAsyncDisposable
{
    private const int InternalError = -32603;

    /// <summary>The client here keeps every message that it got.</summary>
    private const int DocumentsOfOneServer = 200;

    private CancellationTokenSource stop = new();
    private JsonRpcClient? client;
    private Task server = Task.CompletedTask;
    private int documents;

    public string Name => "server";

    public async Task TryAsync(Random random, Action<string> input)
    {
        if (documents++ % DocumentsOfOneServer == 0)
        {
            await EndAsync().ConfigureAwait(false);
            client = await StartAsync().ConfigureAwait(false);
        }

        var rpc = client!;
        var uri = $"file:///nowhere/fuzz{documents}.topo";
        var text = Sendable(Mutation.Text(random));
        input(text);
        await OpenAsync(rpc, uri, text).ConfigureAwait(false);
        var version = 1;
        for (var edit = random.Next(1, 6); edit > 0; edit--)
        {
            var change = Mutation.Change(random, text);
            if (!CanBeSent(text, change))
            {
                continue;
            }

            await EditAsync(rpc, uri, ++version, text, change).ConfigureAwait(false);
            text = Mutation.Applied(text, change);
            input(text);
            if (random.Next(2) == 0)
            {
                await AskAsync(rpc, random, uri, text).ConfigureAwait(false);
            }
        }

        await DiagnosticsAsync(rpc, uri, version).ConfigureAwait(false);
        var fresh = $"file:///nowhere/fresh{documents}.topo";
        await OpenAsync(rpc, fresh, text).ConfigureAwait(false);
        await DiagnosticsAsync(rpc, fresh, 1).ConfigureAwait(false);
        await SameAsync(rpc, (uri, version), (fresh, 1)).ConfigureAwait(false);
        await rpc.NotifyAsync("textDocument/didClose", new { textDocument = new { uri = fresh } })
            .ConfigureAwait(false);
        await rpc.NotifyAsync("textDocument/didClose", new { textDocument = new { uri } }).ConfigureAwait(false);
    }

    /// <summary>
    /// What a simulation found is shown some time after it has ended; on a busy machine that takes a while.
    /// </summary>
    private static async Task SameAsync(
        JsonRpcClient rpc,
        (string Uri, int Version) one,
        (string Uri, int Version) other
    )
    {
        string Shown((string Uri, int Version) file) =>
            Plain(rpc.Received.Last(message => IsPublication(message, file.Uri, file.Version)), file.Uri);
        for (var wait = 0; wait < 100 && Shown(one) != Shown(other); wait++)
        {
            await Task.Delay(100).ConfigureAwait(false);
        }

        Fault.Unless(
            Shown(one) == Shown(other),
            "after edits the diagnostics are those of a fresh start on the same text; after "
                + $"edits:\n{Shown(one)}\nfresh:\n{Shown(other)}"
        );
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        stop.Dispose();
    }

    private async Task EndAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await server.WaitAsync(JsonRpcClient.Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        client?.Dispose();
        stop.Dispose();
        stop = new CancellationTokenSource();
    }

    /// <summary>The protocol has no position between a carriage return and its line feed.</summary>
    private static bool CanBeSent(string text, TextChange change)
    {
        var source = SourceText.From(text);
        bool HasPosition(int offset) => source.OffsetOf(source.PositionOf(offset)) == offset;
        var after = Mutation.Applied(text, change);
        return HasPosition(change.Span.Start) && HasPosition(change.Span.End) && Sendable(after) == after;
    }

    /// <summary>
    /// JSON is UTF-8: half of a surrogate pair cannot be sent, and becomes another character on the way.
    /// </summary>
    private static string Sendable(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string Plain(JObject publication, string uri) =>
        publication["params"]!["diagnostics"]!.ToString().Replace(uri, "", StringComparison.Ordinal);

    private static Task OpenAsync(JsonRpcClient rpc, string uri, string text) =>
        rpc.NotifyAsync(
            "textDocument/didOpen",
            new
            {
                textDocument = new
                {
                    uri,
                    languageId = "topo",
                    version = 1,
                    text,
                },
            }
        );

    private static Task EditAsync(JsonRpcClient rpc, string uri, int version, string text, TextChange change)
    {
        var source = SourceText.From(text);
        var (start, end) = (source.PositionOf(change.Span.Start), source.PositionOf(change.Span.End));
        return rpc.NotifyAsync(
            "textDocument/didChange",
            new
            {
                textDocument = new { uri, version },
                contentChanges = new[]
                {
                    new
                    {
                        range = new
                        {
                            start = new { line = start.Line, character = start.Character },
                            end = new { line = end.Line, character = end.Character },
                        },
                        text = change.NewText,
                    },
                },
            }
        );
    }

    /// <summary>At random places, in the file and outside, of files that are open and that are not.</summary>
    private static async Task AskAsync(JsonRpcClient rpc, Random random, string uri, string text)
    {
        var method = Mutation.Pick(random, Requests.All);
        var asked = random.Next(10) == 0 ? "file:///nowhere/unknown.topo" : uri;
        var answer = await rpc.RequestAsync(method, Requests.Parameters(random, asked, text)).ConfigureAwait(false);
        Fault.Unless(
            (int?)answer["error"]?["code"] != InternalError,
            $"{method} is answered without an internal error: {answer["error"]}"
        );
    }

    /// <summary>
    /// The last publication for that version: errors of syntax come at once, what the simulation found later.
    /// </summary>
    private static async Task<JObject> DiagnosticsAsync(JsonRpcClient rpc, string uri, int version)
    {
        await rpc.RequestAsync("topology/simulate", new { textDocument = new { uri } }).ConfigureAwait(false);
        var (last, quiet) = ((JObject?)null, 0);
        var watch = Stopwatch.StartNew();
        while (last is null || quiet < 3)
        {
            Fault.Unless(
                watch.Elapsed < JsonRpcClient.Patience,
                $"the diagnostics of version {version} are published and come to rest"
            );
            await Task.Delay(20).ConfigureAwait(false);
            var now = rpc.Received.LastOrDefault(message => IsPublication(message, uri, version));
            (last, quiet) = (now, ReferenceEquals(now, last) ? quiet + 1 : 0);
        }

        return last;
    }

    private static bool IsPublication(JObject message, string uri, int version) =>
        (string?)message["method"] == "textDocument/publishDiagnostics"
        && (string?)message["params"]!["uri"] == uri
        && (int?)message["params"]!["version"] == version;

    private async Task<JsonRpcClient> StartAsync()
    {
        var (toServer, fromServer) = (new Pipe(), new Pipe());
        var started = new JsonRpcClient(toServer.Writer.AsStream(), fromServer.Reader.AsStream());
        server = Task.Run(() =>
            LanguageServerHost.RunAsync(toServer.Reader.AsStream(), fromServer.Writer.AsStream(), stop.Token)
        );
        _ = started.ReadAllAsync();
        await started.RequestAsync("initialize", new { capabilities = new { } }).ConfigureAwait(false);
        await started.NotifyAsync("initialized", new { }).ConfigureAwait(false);
        return started;
    }
}
