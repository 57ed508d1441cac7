using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TopologyLang.Architecture.Tests.Arrows;

/// <summary>The sources of one project, ready to be asked what a name means.</summary>
/// <remarks>
/// What source generators add is missing, so a compilation has errors (a partial method without a body). That does not
/// change what the names in the sources mean.
/// </remarks>
internal static class SourceProject
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    /// <summary>What ImplicitUsings gives to every file.</summary>
    private static readonly SyntaxTree ImplicitUsings = CSharpSyntaxTree.ParseText(
        string.Concat(
            new[] { "", ".Collections.Generic", ".IO", ".Linq", ".Net.Http", ".Threading", ".Threading.Tasks" }.Select(
                name => $"global using global::System{name};"
            )
        ),
        Options
    );

    /// <summary>
    /// The libraries beside the tests, without this product's own: those are compiled from their sources.
    /// </summary>
    private static readonly Lazy<MetadataReference[]> Libraries = new(() =>
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
                .Split(Path.PathSeparator)
                .Concat(Directory.GetFiles(AppContext.BaseDirectory, "*.dll"))
                .DistinctBy(file => Path.GetFileName(file))
                .Where(file => !IsOwn(Path.GetFileName(file)))
                .Select(file => MetadataReference.CreateFromFile(file)),
        ]
    );

    /// <param name="files">Each file's path, as arrows will name it, and its text.</param>
    /// <param name="below">The projects that this one references.</param>
    public static CSharpCompilation Compile(
        string name,
        IEnumerable<(string Path, string Text)> files,
        params IEnumerable<CSharpCompilation> below
    ) =>
        CSharpCompilation.Create(
            name,
            files
                .AsParallel()
                .AsOrdered()
                .Select(file => CSharpSyntaxTree.ParseText(file.Text, Options, file.Path))
                .Append(ImplicitUsings),
            Libraries.Value.Concat(below.Select(project => project.ToMetadataReference())),
            // Without the flow of null, which says nothing about what a name means and takes half of the time.
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication,
                allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Disable
            )
        );

    private static bool IsOwn(string file) =>
        file.StartsWith("TopologyLang.", StringComparison.Ordinal) || file == "topo.dll";
}
