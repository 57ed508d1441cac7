using System.Collections.Immutable;
using TopologyLang.Language.Binding.Declarations;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Binding.Symbols;

/// <summary>The templates that ship with the product: common IOMMUs, devices and hosts.</summary>
public static class Library
{
    /// <summary>No file of a user has it; an editor shows the text as a read-only document.</summary>
    public const string Path = "topo-library:/Library.topo";

    private static readonly Lazy<SyntaxTree> LazyTree = new(Read);

    private static readonly Lazy<ImmutableArray<Symbol>> LazyTemplates = new(() =>
        [
            .. Tree.Declarations.Select(declaration => new Symbol(
                DeclarationKind.Template,
                Path,
                declaration,
                LocalBinder.Bind(declaration.Syntax)
            )),
        ]
    );

    public static SyntaxTree Tree => LazyTree.Value;

    public static ImmutableArray<Symbol> Templates => LazyTemplates.Value;

    private static SyntaxTree Read()
    {
        using var stream = typeof(Library).Assembly.GetManifestResourceStream(
            "TopologyLang.Language.Binding.Symbols.Library.topo"
        )!;
        using var reader = new StreamReader(stream);
        return SyntaxTree.Parse(SourceText.From(reader.ReadToEnd()));
    }
}
