using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TopologyLang.Architecture.Tests.Arrows;

/// <param name="NotUnderstood">Names of which the compiler cannot say what they mean: arrows may be missing.</param>
internal sealed record ArrowSearch(IReadOnlyList<Arrow> Arrows, IReadOnlyList<string> NotUnderstood);

/// <summary>
/// Finds every type of one file that another file uses: by its name, through <c>var</c>, or through a member of it (so
/// a call of an extension method counts as well). A type inside another counts as the outermost one.
/// </summary>
internal static class ArrowFinder
{
    public static ArrowSearch Find(IReadOnlyList<CSharpCompilation> projects)
    {
        var trees = projects.SelectMany(project => project.SyntaxTrees.Select(tree => (project, tree))).ToList();
        var names = new DeclaredNames(trees.Select(pair => pair.tree));
        var found = trees
            .AsParallel()
            .AsOrdered()
            .Select(pair => OfFile(pair.project.GetSemanticModel(pair.tree), names))
            .ToList();
        return new ArrowSearch(
            [.. found.SelectMany(file => file.Arrows)],
            [.. found.SelectMany(file => file.NotUnderstood)]
        );
    }

    private static ArrowSearch OfFile(SemanticModel model, DeclaredNames names)
    {
        var from = model.SyntaxTree.FilePath;
        var root = model.SyntaxTree.GetCompilationUnitRoot();
        var aliases = Aliases(root);
        var arrows = new List<Arrow>();
        var notUnderstood = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal) { from };
        foreach (var node in InOrderOfCost(root))
        {
            var name = node.Identifier.ValueText;
            if (!aliases.Contains(name) && !names.MayLeadElsewhere(name, known))
            {
                continue;
            }

            var symbol = Meaning(model, node);
            var line = node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
            if (symbol is null)
            {
                notUnderstood.Add($"{from}:{line}: {name}");
            }

            foreach (var (file, type) in Declarations(symbol).Where(declaration => known.Add(declaration.File)))
            {
                arrows.Add(new Arrow(from, file, type, line));
            }
        }

        return new ArrowSearch(arrows, notUnderstood);
    }

    /// <summary>
    /// Names in signatures first: to understand them the compiler need not look into a body. An alias that a file
    /// declares means nothing by itself.
    /// </summary>
    private static IEnumerable<SimpleNameSyntax> InOrderOfCost(CompilationUnitSyntax root) =>
        root.DescendantNodes()
            .OfType<SimpleNameSyntax>()
            .Where(name => name.Parent is not NameEqualsSyntax { Parent: UsingDirectiveSyntax })
            .OrderBy(name =>
                name.Ancestors().Any(node => node is BlockSyntax or ArrowExpressionClauseSyntax or ArgumentListSyntax)
            );

    private static HashSet<string> Aliases(CompilationUnitSyntax root) =>
        [
            .. root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
                .OfType<UsingDirectiveSyntax>()
                .Select(directive => directive.Alias?.Name.Identifier.ValueText)
                .OfType<string>(),
        ];

    private static ISymbol? Meaning(SemanticModel model, SimpleNameSyntax node)
    {
        var info = model.GetSymbolInfo(node);
        return info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
    }

    private static IEnumerable<(string File, string Type)> Declarations(ISymbol? symbol)
    {
        var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
        while (type?.ContainingType is { } outer)
        {
            type = outer;
        }

        return type?.OriginalDefinition.DeclaringSyntaxReferences.Select(reference =>
                (reference.SyntaxTree.FilePath, type.Name)
            ) ?? [];
    }
}
