using System.Diagnostics;
using System.Text;

namespace TopologyLang.Benchmarks;

/// <summary>A <c>topo lsp</c> in a process of its own, with a client at it.</summary>
public sealed class RunningServer : IDisposable
{
    public const string Uri = "file:///benchmark/generated.topo";

    /// <summary>There is a stale program in every text: a publication without this code is not complete.</summary>
    private static readonly byte[] StaleCode = "\"TOPO4001\""u8.ToArray();

    private static readonly byte[] Publication = "textDocument/publishDiagnostics"u8.ToArray();

    private readonly Process process;
    private readonly Frames frames;

    private RunningServer(string path)
    {
        process = Process.Start(
            new ProcessStartInfo(path, ["lsp"]) { RedirectStandardInput = true, RedirectStandardOutput = true }
        )!;
        frames = new Frames(process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
    }

    /// <summary>Starts a server and opens the text: complete when its findings are there.</summary>
    public static RunningServer Open(string path, string text)
    {
        var server = new RunningServer(path);
        server.Request(
            1,
            "initialize",
            new
            {
                processId = Environment.ProcessId,
                capabilities = new { textDocument = new { publishDiagnostics = new { versionSupport = true } } },
            }
        );
        server.Notify("initialized", new { });
        var document = new
        {
            uri = Uri,
            languageId = "topo",
            version = 1,
            text,
        };
        server.Notify("textDocument/didOpen", new { textDocument = document });
        server.WaitForFindings(version: 1);
        return server;
    }

    /// <summary>
    /// Sends an edit and waits for the findings of the edited text: until the last byte of them is there.
    /// </summary>
    public void Edit(int version, Edit edit)
    {
        Notify(
            "textDocument/didChange",
            new
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
            }
        );
        WaitForFindings(version);
    }

    /// <summary>Memory that the process holds, in MiB.</summary>
    public double ResidentMebibytes()
    {
        process.Refresh();
        return process.WorkingSet64 / 1024.0 / 1024.0;
    }

    /// <summary>
    /// What the process has used of the processors since its start: unlike the clock, the same on a busy machine.
    /// </summary>
    public double ProcessorMilliseconds()
    {
        process.Refresh();
        return process.TotalProcessorTime.TotalMilliseconds;
    }

    public void Stop()
    {
        Request(2, "shutdown", null);
        Notify("exit", null);
        process.WaitForExit();
    }

    public void Dispose() => process.Dispose();

    private void Notify(string method, object? parameters) =>
        frames.Send(
            new
            {
                jsonrpc = "2.0",
                method,
                @params = parameters,
            }
        );

    private void Request(int id, string method, object? parameters)
    {
        frames.Send(
            new
            {
                jsonrpc = "2.0",
                id,
                method,
                @params = parameters,
            }
        );
        var answer = Encoding.ASCII.GetBytes($"\"id\":{id},");
        frames.ReadUntil(message => Head(message).IndexOf(answer) >= 0);
    }

    private void WaitForFindings(int version)
    {
        var wanted = Encoding.ASCII.GetBytes($"\"version\":{version},");
        frames.ReadUntil(message =>
            Head(message).IndexOf(Publication) >= 0
            && Head(message).IndexOf(wanted) >= 0
            && message.Span.IndexOf(StaleCode) >= 0
        );
    }

    /// <summary>What says which message it is.</summary>
    private static ReadOnlySpan<byte> Head(ReadOnlyMemory<byte> message) =>
        message.Span[..Math.Min(message.Length, 200)];
}
