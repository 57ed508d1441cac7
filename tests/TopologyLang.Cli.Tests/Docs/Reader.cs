using System.Diagnostics;
using System.Text;

namespace TopologyLang.Cli.Tests.Docs;

/// <summary>Somebody who follows a document in an empty folder of their own.</summary>
internal sealed class Reader : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public Task FollowAsync(MarkdownBlock block) =>
        block.Kind switch
        {
            "topo" => AppendAsync(block.File, block.Text),
            "diff" => ChangeAsync(block.File, block.Text),
            _ => RunAsync(block.Text),
        };

    public void Dispose() => folder.Dispose();

    private Task AppendAsync(string file, string text)
    {
        var path = Path.Combine(folder.Path, file);
        return File.AppendAllTextAsync(path, File.Exists(path) ? $"\n{text}" : text);
    }

    /// <summary>
    /// Lines with a minus and without a sign are in the file, together and once; those without and with a plus take
    /// their place.
    /// </summary>
    private async Task ChangeAsync(string file, string text)
    {
        var path = Path.Combine(folder.Path, file);
        var lines = text.TrimEnd('\n').Split('\n');
        var parts = (await File.ReadAllTextAsync(path)).Split(Side(lines, '+'));
        Assert.True(parts.Length == 2, $"the lines of this change stand {parts.Length - 1} times in {file}:\n{text}");
        await File.WriteAllTextAsync(path, string.Join(Side(lines, '-'), parts));
    }

    private static string Side(IEnumerable<string> lines, char without) =>
        string.Concat(
            lines.Where(line => !line.StartsWith(without)).Select(line => line.Length > 0 ? $"{line[1..]}\n" : "\n")
        );

    private async Task RunAsync(string console)
    {
        foreach (var part in $"\n{console}".Split("\n$ ").Skip(1))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            var (command, expected) = (part[..end], part[(end + 1)..].TrimEnd('\n'));
            var printed = (await PrintedAsync(command)).TrimEnd('\n');
            Assert.True(Transcript.Shows(printed, expected), $"$ {command}\nprints\n{printed}\n\nand not\n{expected}");
        }
    }

    private async Task<string> PrintedAsync(string command)
    {
        var words = command.Split(' ');
        Assert.True(words[0] == "topo", $"only topo is run here, and not: {command}");
        var start = new ProcessStartInfo(
            "dotnet",
            ["exec", Path.Combine(AppContext.BaseDirectory, "topo.dll"), .. words[1..]]
        )
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var topo = Process.Start(start)!;
        var errors = topo.StandardError.ReadToEndAsync();
        var printed = await topo.StandardOutput.ReadToEndAsync();
        Assert.Equal("", await errors);
        return printed.ReplaceLineEndings("\n");
    }
}
