using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TopologyLang.Architecture.Tests.Arrows;

/// <summary>
/// The code of all projects of the server: read, compiled and searched for arrows once for all tests.
/// </summary>
internal static class ServerCode
{
    private static readonly string Root = Path.Combine(RepositoryRoot.Path, "server");

    private static readonly Lazy<IReadOnlyList<CSharpCompilation>> Compiled = new(CompileAll);

    private static readonly Lazy<ArrowSearch> Search = new(() => ArrowFinder.Find(Compiled.Value));

    /// <summary>Each project after those that it references.</summary>
    public static IReadOnlyList<CSharpCompilation> Projects => Compiled.Value;

    /// <summary>Every file, as arrows name it.</summary>
    public static IEnumerable<string> Files =>
        Projects
            .SelectMany(project => project.SyntaxTrees)
            .Select(tree => tree.FilePath)
            .Where(path => path.Length > 0);

    /// <param name="file">As <see cref="Files"/> names it.</param>
    public static SemanticModel Model(string file)
    {
        var (project, tree) = Projects
            .SelectMany(project => project.SyntaxTrees.Select(tree => (project, tree)))
            .Single(pair => pair.tree.FilePath == file);
        return project.GetSemanticModel(tree);
    }

    public static IReadOnlyList<Arrow> Arrows => Search.Value.Arrows;

    public static IReadOnlyList<string> NotUnderstood => Search.Value.NotUnderstood;

    private static List<CSharpCompilation> CompileAll()
    {
        var compiled = new Dictionary<string, CSharpCompilation>(StringComparer.Ordinal);
        foreach (var project in ProjectFiles())
        {
            Compile(project, compiled);
        }

        return [.. compiled.Values];
    }

    private static void Compile(string project, Dictionary<string, CSharpCompilation> compiled)
    {
        if (compiled.ContainsKey(project))
        {
            return;
        }

        var below = Below(project).ToList();
        foreach (var reference in below)
        {
            Compile(reference, compiled);
        }

        var folder = Path.GetDirectoryName(project)!;
        compiled[project] = SourceProject.Compile(
            Path.GetFileNameWithoutExtension(project),
            SourceFiles.In(folder).Select(file => (Relative(file), File.ReadAllText(file))),
            below.Select(reference => compiled[reference])
        );
    }

    private static IEnumerable<string> ProjectFiles() =>
        Directory.GetDirectories(Root).SelectMany(folder => Directory.GetFiles(folder, "*.csproj"));

    /// <summary>What a project references, and what those reference.</summary>
    private static IEnumerable<string> Below(string project) =>
        XDocument
            .Load(project)
            .Descendants("ProjectReference")
            .Select(reference =>
                Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, reference.Attribute("Include")!.Value))
            )
            .SelectMany(reference => Below(reference).Append(reference))
            .Distinct(StringComparer.Ordinal);

    private static string Relative(string file) =>
        Path.GetRelativePath(Root, file).Replace(Path.DirectorySeparatorChar, '/')["TopologyLang.".Length..];
}
