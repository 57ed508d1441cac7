namespace TopologyLang.Server.Tests;

/// <summary>A folder of its own for a test; gone afterwards.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("topo ü%20 ").FullName;

    /// <returns>The file's address as a client would send it.</returns>
    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return UriOf(name);
    }

    public string UriOf(string name) => UriOfPath(System.IO.Path.Combine(Path, name));

    public static string UriOfPath(string path) =>
        "file://" + string.Join('/', path.Split(System.IO.Path.DirectorySeparatorChar).Select(Uri.EscapeDataString));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
