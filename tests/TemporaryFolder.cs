using System.Text;

namespace TopologyLang.Tests;

/// <summary>A folder of its own for one test; gone afterwards, whatever comes of the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("topo-test-").FullName;

    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <returns>The file's path; the folders on the way to it are made.</returns>
    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <returns>The file's path; the folders on the way to it are made.</returns>
    public string Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(At(name))!);
        File.WriteAllBytes(At(name), bytes);
        return At(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
