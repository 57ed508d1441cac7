using TopologyLang.Tests;

namespace TopologyLang.Fuzz;

/// <summary>Texts to start from: every example, and every example of a finding.</summary>
internal static class Corpus
{
    public static readonly string[] Texts =
    [
        .. Files("examples")
            .Concat(Files(Path.Combine("server", "TopologyLang.Analysis", "Findings", "Examples")))
            .Select(File.ReadAllText),
    ];

    /// <summary>Words, numbers and signs of all of them, each once.</summary>
    public static readonly string[] Tokens =
    [
        .. Texts
            .SelectMany(text => text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Where(token => token.Length < 40)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, folder), "*.topo").Order(StringComparer.Ordinal);
}
