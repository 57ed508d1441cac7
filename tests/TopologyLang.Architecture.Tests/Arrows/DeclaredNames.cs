using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TopologyLang.Architecture.Tests.Arrows;

/// <summary>
/// Which files declare a type or a member of a name. To ask the compiler what a name means is what costs time; a name
/// that can only lead to files that are known already need not be asked about.
/// </summary>
internal sealed class DeclaredNames
{
    /// <summary>
    /// What the compiler declares by itself (members of records, a delegate's call), and the word behind which it finds
    /// a type.
    /// </summary>
    private static readonly HashSet<string> Undeclared =
    [
        "var",
        "Equals",
        "GetHashCode",
        "ToString",
        "Deconstruct",
        "Invoke",
    ];

    private readonly Dictionary<string, HashSet<string>> files = new(StringComparer.Ordinal);

    public DeclaredNames(IEnumerable<SyntaxTree> trees)
    {
        foreach (var tree in trees)
        {
            foreach (var name in Declared(tree.GetRoot()))
            {
                Add(name, tree.FilePath);
                if (name.EndsWith("Attribute", StringComparison.Ordinal))
                {
                    Add(name[..^"Attribute".Length], tree.FilePath);
                }
            }
        }
    }

    /// <summary>False where every file that the name can lead to is among <paramref name="known"/>.</summary>
    public bool MayLeadElsewhere(string name, IReadOnlySet<string> known) =>
        Undeclared.Contains(name) || (files.TryGetValue(name, out var declaring) && !declaring.IsSubsetOf(known));

    private void Add(string name, string file)
    {
        if (!files.TryGetValue(name, out var declaring))
        {
            files[name] = declaring = new HashSet<string>(StringComparer.Ordinal);
        }

        declaring.Add(file);
    }

    private static IEnumerable<string> Declared(SyntaxNode root) =>
        root.DescendantNodes(MayHoldDeclarations).Select(Name).OfType<string>();

    private static bool MayHoldDeclarations(SyntaxNode node) =>
        node
            is CompilationUnitSyntax
                or BaseNamespaceDeclarationSyntax
                or BaseTypeDeclarationSyntax
                or BaseFieldDeclarationSyntax
                or VariableDeclarationSyntax
                or ParameterListSyntax;

    private static string? Name(SyntaxNode node) =>
        node switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
            DelegateDeclarationSyntax type => type.Identifier.ValueText,
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            PropertyDeclarationSyntax property => property.Identifier.ValueText,
            EventDeclarationSyntax @event => @event.Identifier.ValueText,
            VariableDeclaratorSyntax field => field.Identifier.ValueText,
            EnumMemberDeclarationSyntax member => member.Identifier.ValueText,
            // Those of a record are properties.
            ParameterSyntax parameter => parameter.Identifier.ValueText,
            _ => null,
        };
}
