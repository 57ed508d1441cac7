using System.Diagnostics;
using Newtonsoft.Json.Linq;
using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Benchmarks;

/// <summary>A <c>topo lsp</c> in a process of its own, with a client at it.</summary>
public sealed class RunningServer : IDisposable
{
    public const string Uri = "file:///benchmark/generated.topo";

    /// <summary>There is a stale program in every text: a publication without this code is not complete.</summary>
    private const string StaleCode = "TOPO4001";

    private readonly Process process;
    private readonly JsonRpcClient client;

    private RunningServer(string path)
    {
        process = Process.Start(new ProcessStartInfo(path, ["lsp"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        client = new JsonRpcClient(process.StandardInput.BaseStream, new BufferedStream(process.StandardOutput.BaseStream, 65536));
        _ = client.ReadAllAsync();
    }

    /// <summary>Starts a server and opens the text: complete when its findings are there.</summary>
    public static async Task<RunningServer> OpenAsync(string path, string text)
    {
        var server = new RunningServer(path);
        var findings = server.CompleteAsync(version: 1);
        await server.client.RequestAsync("initialize", new
        {
            processId = Environment.ProcessId,
            capabilities = new { textDocument = new { publishDiagnostics = new { versionSupport = true } } },
        }).ConfigureAwait(false);
        await server.client.NotifyAsync("initialized", new { }).ConfigureAwait(false);
        var document = new { uri = Uri, languageId = "topo", version = 1, text };
        await server.client.NotifyAsync("textDocument/didOpen", new { textDocument = document }).ConfigureAwait(false);
        await findings.ConfigureAwait(false);
        return server;
    }

    /// <summary>Sends an edit; complete when the findings of the edited text are there.</summary>
    public async Task EditAsync(int version, Edit edit)
    {
        var findings = CompleteAsync(version);
        await client.NotifyAsync("textDocument/didChange", new
        {
            textDocument = new { uri = Uri, version },
            contentChanges = new[]
            {
                new
                {
                    range = new
                    {
                        start = new { line = edit.StartLine, character = edit.StartCharacter },
                        end = new { line = edit.EndLine, character = edit.EndCharacter },
                    },
                    text = edit.Text,
                },
            },
        }).ConfigureAwait(false);
        await findings.ConfigureAwait(false);
    }

    /// <summary>Memory that the process holds, in MiB.</summary>
    public double ResidentMebibytes()
    {
        process.Refresh();
        return process.WorkingSet64 / 1024.0 / 1024.0;
    }

    /// <summary>What the process has used of the processors since its start: unlike the clock, the same on a busy machine.</summary>
    public double ProcessorMilliseconds()
    {
        process.Refresh();
        return process.TotalProcessorTime.TotalMilliseconds;
    }

    public async Task StopAsync()
    {
        await client.RequestAsync("shutdown", null).ConfigureAwait(false);
        await client.NotifyAsync("exit", null).ConfigureAwait(false);
        await process.WaitForExitAsync().ConfigureAwait(false);
    }

    public void Dispose()
    {
        client.Dispose();
        process.Dispose();
    }

    private Task<JObject> CompleteAsync(int version) => client.FirstAsync(message =>
        (string?)message["method"] == "textDocument/publishDiagnostics"
        && (int?)message["params"]!["version"] == version
        && message["params"]!["diagnostics"]!.Any(diagnostic => (string?)diagnostic["code"] == StaleCode));
}
