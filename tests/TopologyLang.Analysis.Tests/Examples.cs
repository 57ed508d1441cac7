using System.Collections.Immutable;
using TopologyLang.Analysis.Files;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Tests;

/// <summary>The files of examples/.</summary>
internal static class Examples
{
    public static readonly string Folder = Find(AppContext.BaseDirectory);

    public static TheoryData<string> All =>
        new(Directory.GetFiles(Folder, "*.topo").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

    public static FileAnalysis Analyse(string file)
    {
        var path = Path.Combine(Folder, file);
        var (text, problem) = FileSource.Read(path);
        Assert.Null(problem);
        return Analyse(path, text!);
    }

    /// <summary>Another text in the place of the file.</summary>
    public static FileAnalysis Analyse(string path, SourceText text)
    {
        var imports = new FileSource(ImmutableArray.Create(Folder));
        return new Analyzer(AnalysisOptions.Default).Analyze(
            path,
            SyntaxTree.Parse(text),
            imports.Import,
            CancellationToken.None
        );
    }

    private static string Find(string folder) =>
        Directory.Exists(Path.Combine(folder, "examples"))
            ? Path.Combine(folder, "examples")
            : Find(Directory.GetParent(folder)!.FullName);
}
