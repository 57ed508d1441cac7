namespace TopologyLang.Fuzz.Processes;

/// <summary>A workspace: files made of the examples, each of which imports one of some parts.</summary>
internal sealed class SoakFolder : IDisposable
{
    private const int Parts = 20;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("topo-soak-");
    private int changes;

    public SoakFolder(int files)
    {
        for (var part = 0; part < Parts; part++)
        {
            File.WriteAllText(Part(part), "");
        }

        string[] texts = [.. Corpus.Texts.Where(text => !text.Contains('\r', StringComparison.Ordinal))];
        for (var file = 0; file < files; file++)
        {
            File.WriteAllText(At(file), $"import \"part{file % Parts}.topo\"\n{texts[file % texts.Length]}");
        }
    }

    public string Path => folder.FullName;

    public string At(int file) => System.IO.Path.Combine(Path, $"file{file}.topo");

    public string Uri(int file) => new Uri(At(file)).AbsoluteUri;

    /// <returns>The address of the part that has another text now.</returns>
    public string ChangePart(Random random)
    {
        var part = Part(random.Next(Parts));
        File.WriteAllText(part, $"// change {++changes}\nhost part{changes % 7} {{ cpus = {1 + (changes % 4)} }}\n");
        return new Uri(part).AbsoluteUri;
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string Part(int part) => System.IO.Path.Combine(Path, $"part{part}.topo");
}
