using System.Text;

namespace TopologyLang.Cli.Tests;

/// <summary>What one run of <c>topo</c> printed and returned.</summary>
internal sealed record Topo(int ExitCode, string Out, string Error)
{
    public static async Task<Topo> RunAsync(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var console = new Console(Stream.Null, Stream.Null, output, error);
        var exitCode = await CommandLine.RunAsync(arguments, console, CancellationToken.None);
        return new Topo(exitCode, output.ToString(), error.ToString());
    }
}

/// <summary>A folder of its own for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("topo-test-");

    public string Path => folder.FullName;

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = System.IO.Path.Combine(folder.FullName, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
