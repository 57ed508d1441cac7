namespace TopologyLang.Fuzz;

/// <summary>Texts to start from: every example, and every example of a finding.</summary>
internal static class Corpus
{
    public static readonly string Root = FindRoot();

    public static readonly string[] Texts =
    [
        .. Files("examples").Concat(Files(Path.Combine("server", "TopologyLang.Analysis", "Findings", "Examples"))).Select(File.ReadAllText),
    ];

    /// <summary>Words, numbers and signs of all of them, each once.</summary>
    public static readonly string[] Tokens =
    [
        .. Texts.SelectMany(text => text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries)).Where(token => token.Length < 40)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.topo").Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TopologyLang.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("run it from inside the repository");
    }
}
