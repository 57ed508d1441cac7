using System.Collections.Immutable;
using TopologyLang.Language.Binding.Declarations;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Binding.Symbols;

/// <summary>
/// The names of a whole file by kind, for those of its parts in which a name is misspelt. They are gathered when
/// somebody asks first, and once for all of the parts: each part by itself would look at the whole file again.
/// </summary>
public sealed class FileNames(SyntaxTree tree)
{
    private readonly Lazy<ImmutableArray<OrderedDictionary<string, DeclarationKind?>>> byKind = new(() =>
        Gathered(tree)
    );

    /// <summary>In the order of the text, each with the kind that it is a template for.</summary>
    internal OrderedDictionary<string, DeclarationKind?> Of(DeclarationKind kind) => byKind.Value[(int)kind];

    private static ImmutableArray<OrderedDictionary<string, DeclarationKind?>> Gathered(SyntaxTree tree)
    {
        ImmutableArray<OrderedDictionary<string, DeclarationKind?>> names =
        [
            .. Enum.GetValues<DeclarationKind>()
                .Select(_ => new OrderedDictionary<string, DeclarationKind?>(StringComparer.Ordinal)),
        ];
        foreach (var declaration in tree.Declarations)
        {
            var local = LocalBinder.Bind(declaration.Syntax);
            if (local.Kind is { } kind && declaration.Syntax.Name is { Text.Length: > 0 } name)
            {
                names[(int)kind].TryAdd(name.Text, local.PropertiesOf);
            }
        }

        return names;
    }
}
