using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TopologyLang.Architecture.Tests.Arrows;

/// <summary>
/// The files whose code a file calls: methods that it calls or hands over, constructors, and, where it calls a member
/// of an interface, every file that implements the interface.
/// </summary>
internal static class Calls
{
    public static bool Lead(SemanticModel from, SemanticModel to)
    {
        var called = from
            .SyntaxTree.GetRoot()
            .DescendantNodes()
            .Select(node => Called(from, node))
            .OfType<INamedTypeSymbol>();
        var declared = to
            .SyntaxTree.GetRoot()
            .DescendantNodes()
            .OfType<TypeDeclarationSyntax>()
            .Select(type => to.GetDeclaredSymbol(type))
            .OfType<INamedTypeSymbol>()
            .SelectMany(type => type.AllInterfaces.Append(type))
            .SelectMany(Places)
            .ToHashSet();
        return called.SelectMany(Places).Any(declared.Contains);
    }

    private static INamedTypeSymbol? Called(SemanticModel model, SyntaxNode node) =>
        node switch
        {
            SimpleNameSyntax or BaseObjectCreationExpressionSyntax => Method(model, node)?.ContainingType,
            _ => null,
        };

    private static IMethodSymbol? Method(SemanticModel model, SyntaxNode node)
    {
        var info = model.GetSymbolInfo(node);
        return (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) as IMethodSymbol;
    }

    /// <summary>
    /// By its places in the sources, since projects have symbols of their own for each other's types.
    /// </summary>
    private static IEnumerable<(string File, int Start)> Places(INamedTypeSymbol type) =>
        type.OriginalDefinition.DeclaringSyntaxReferences.Select(reference =>
            (reference.SyntaxTree.FilePath, reference.Span.Start)
        );
}
