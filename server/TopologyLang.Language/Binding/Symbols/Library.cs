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

    /// <summary>
    /// They are the same objects in every file that is bound, by however many threads; so nothing about them is left to
    /// be found out. Nothing that ships is broken, and a template needs nothing.
    /// </summary>
    private static readonly Lazy<ImmutableArray<Symbol>> LazyTemplates = new(() =>
        [
            .. Tree.Declarations.Select(declaration => new Symbol(
                DeclarationKind.Template,
                Path,
                declaration,
                LocalBinder.Bind(declaration.Syntax)
            )
            {
                Stands = true,
            }),
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
