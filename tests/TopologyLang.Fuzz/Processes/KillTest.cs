using System.Diagnostics;
using Newtonsoft.Json.Linq;
using TopologyLang.Tests;

namespace TopologyLang.Fuzz.Processes;

/// <summary>
/// Processes that end at any moment: the client notices, a new server says the same, and no file is half written.
/// Servers also end by themselves when their editor does.
/// </summary>
/// <param name="kinds">Of how many kinds of requests; each is killed once.</param>
internal sealed class KillTest(int kinds, int seed)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    private static readonly string[] Methods = [.. Requests.All, "initialize", "shutdown"];

    private readonly Random random = new(seed);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("topo-kill-");
    private int unanswered;

    private string Source => Path.Combine(folder.FullName, "file.topo");

    /// <exception cref="Fault">Something did not hold.</exception>
    public async Task RunAsync()
    {
        try
        {
            await File.WriteAllTextAsync(Source, Corpus.Texts.MaxBy(text => text.Length)).ConfigureAwait(false);
            var methods = Methods.ToArray();
            random.Shuffle(methods);
            methods = methods[..Math.Min(kinds, methods.Length)];
            await KillServersAsync(methods).ConfigureAwait(false);
            var writes = Math.Max(2, methods.Length / 2);
            await KillWritersAsync(writes).ConfigureAwait(false);
            await EndWithEditorAsync().ConfigureAwait(false);
            Console.WriteLine(
                $"ok   kill: servers killed in {methods.Length} kinds of requests, {unanswered} before the answer; "
                    + $"{writes} killed writers of each kind; a server ended with its input and with its editor, seed "
                    + $"{seed}"
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task KillServersAsync(string[] methods)
    {
        var uri = new Uri(Source).AbsoluteUri;
        var text = await File.ReadAllTextAsync(Source).ConfigureAwait(false);
        var server = await ServerProcess.StartAsync(folder.FullName).ConfigureAwait(false);
        var expected = await server.ReportAsync(uri).ConfigureAwait(false);
        foreach (var method in methods)
        {
            await server.OpenAsync(uri, text + "\n// typed\n").ConfigureAwait(false);
            await KillInAsync(server, method, Requests.Parameters(random, uri, text)).ConfigureAwait(false);
            await server.DisposeAsync().ConfigureAwait(false);

            server = await ServerProcess.StartAsync(folder.FullName).ConfigureAwait(false);
            Fault.Unless(
                await server.ReportAsync(uri).ConfigureAwait(false) == expected,
                $"after a death in {method} a new server says the same"
            );
            Fault.Unless(
                folder.GetFileSystemInfos().Length == 1
                    && await File.ReadAllTextAsync(Source).ConfigureAwait(false) == text,
                $"a death in {method} leaves the files alone"
            );
        }

        await server.DisposeAsync().ConfigureAwait(false);
    }

    private async Task KillInAsync(ServerProcess server, string method, JObject parameters)
    {
        var asked = server.RequestAsync(method, parameters);
        await Task.Delay(random.Next(15)).ConfigureAwait(false);
        server.Kill();
        try
        {
            await asked.ConfigureAwait(false);
        }
        catch (EndOfStreamException)
        {
            unanswered++;
        }

        await server.Ended.WaitAsync(Soon).ConfigureAwait(false);
    }

    /// <summary>topo fmt and topo import -o: the file is all old or all new, whenever the writer dies.</summary>
    private async Task KillWritersAsync(int times)
    {
        var target = Path.Combine(folder.FullName, "written.topo");
        var old = string.Concat(Enumerable.Repeat("host   desk{\nkernel=6.8\n}\n", 20_000));
        string[][] commands =
        [
            ["fmt", target],
            [
                "import",
                "machine",
                Directory
                    .GetDirectories(Path.Combine(RepositoryRoot.Path, "tests", "machines"))
                    .Order(StringComparer.Ordinal)
                    .First(),
                "-o",
                target,
            ],
        ];
        foreach (var command in commands)
        {
            await File.WriteAllTextAsync(target, old).ConfigureAwait(false);
            var watch = Stopwatch.StartNew();
            await RunAsync(command, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
            var (whole, usual) = (await File.ReadAllTextAsync(target).ConfigureAwait(false), watch.Elapsed);
            Fault.Unless(whole != old, $"topo {command[0]} writes its file");
            for (var time = 0; time < times; time++)
            {
                await File.WriteAllTextAsync(target, old).ConfigureAwait(false);
                await RunAsync(command, usual * (0.3 + (0.7 * random.NextDouble()))).ConfigureAwait(false);
                Fault.Unless(
                    await File.ReadAllTextAsync(target).ConfigureAwait(false) is var text
                        && (text == old || text == whole),
                    $"a killed topo {command[0]} leaves a whole file"
                );
            }
        }
    }

    private static async Task RunAsync(string[] command, TimeSpan until)
    {
        using var process = Process.Start(ServerProcess.Topo(command))!;
        var ended = process.WaitForExitAsync();
        await Task.WhenAny(ended, Task.Delay(until)).ConfigureAwait(false);
        if (!process.HasExited)
        {
            process.Kill();
        }

        await ended.ConfigureAwait(false);
    }

    private async Task EndWithEditorAsync()
    {
        var server = await ServerProcess.StartAsync(folder.FullName).ConfigureAwait(false);
        server.HangUp();
        await EndsAsync(server, "its input ended").ConfigureAwait(false);

        using var editor = Process.Start(ServerProcess.Topo("lsp"))!;
        server = await ServerProcess.StartAsync(folder.FullName, editor.Id).ConfigureAwait(false);
        editor.Kill();
        await EndsAsync(server, "its editor died").ConfigureAwait(false);
    }

    private static async Task EndsAsync(ServerProcess server, string why)
    {
        try
        {
            await server.Process.WaitForExitAsync().WaitAsync(Soon).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new Fault($"the server ends when {why}");
        }
        finally
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }
}
