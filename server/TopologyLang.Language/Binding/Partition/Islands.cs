using System.Collections.Immutable;
using TopologyLang.Language.Binding.Declarations;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding.Partition;

/// <summary>
/// Cuts a file into <see cref="Island"/>s. Declarations belong together that have a name in common, whatever its kind
/// and wherever it stands. To put too much together costs time and is never wrong.
/// </summary>
public sealed class Islands
{
    /// <summary>So many are bound on several threads.</summary>
    private const int Many = 1000;

    private readonly ImmutableArray<PlacedDeclaration> declarations;
    private readonly int[] islandOf;
    private readonly int count;

    /// <summary>Which declarations are templates.</summary>
    private readonly ImmutableArray<int> templates;

    private Islands(
        ImmutableArray<PlacedDeclaration> declarations,
        int[] islandOf,
        int count,
        ImmutableArray<int> templates
    )
    {
        this.declarations = declarations;
        this.islandOf = islandOf;
        this.count = count;
        this.templates = templates;
    }

    /// <summary>
    /// In the order of their first declarations. Null where the file is one thing: it has a scenario, which may speak
    /// of everything, an import, a template that names something, a comment that is not closed, or something that is no
    /// declaration, which may belong to anything around it.
    /// </summary>
    public static ImmutableArray<Island>? Of(SyntaxTree tree)
    {
        if (tree.HasOpenComment || !tree.End.Syntax.Errors.IsEmpty)
        {
            return null;
        }

        var before = tree.Kept as Islands;
        var islands = before?.With(tree.Declarations) ?? Cut(tree.Declarations);
        tree.Kept = islands;
        return islands?.Members();
    }

    /// <summary>
    /// After an edit that changed no name the cut is the old one; null where it has to be made again.
    /// </summary>
    private Islands? With(ImmutableArray<PlacedDeclaration> declarations)
    {
        if (declarations.Length != this.declarations.Length)
        {
            return null;
        }

        for (var i = 0; i < declarations.Length; i++)
        {
            if (
                !ReferenceEquals(declarations[i].Syntax, this.declarations[i].Syntax)
                && !Names.AreEqual(declarations[i].Syntax, this.declarations[i].Syntax)
            )
            {
                return null;
            }
        }

        return new Islands(declarations, islandOf, count, templates);
    }

    private static Islands? Cut(ImmutableArray<PlacedDeclaration> declarations)
    {
        if (declarations.Length >= Many)
        {
            Parallel.ForEach(declarations, static declaration => LocalBinder.Bind(declaration.Syntax));
        }

        var groups = new NameGroups(declarations.Length);
        for (var i = 0; i < declarations.Length; i++)
        {
            var local = LocalBinder.Bind(declarations[i].Syntax);
            if (
                local.Kind is null or DeclarationKind.Import or DeclarationKind.Scenario
                || local is { Kind: DeclarationKind.Template, References.IsEmpty: false }
            )
            {
                return null;
            }

            foreach (var name in Names.Of(declarations[i].Syntax))
            {
                groups.Join(i, name);
            }
        }

        var (islandOf, count) = groups.Numbered();
        ImmutableArray<int> templates =
        [
            .. Enumerable
                .Range(0, declarations.Length)
                .Where(i => LocalBinder.Bind(declarations[i].Syntax).Kind == DeclarationKind.Template),
        ];
        return new Islands(declarations, islandOf, count, templates);
    }

    private ImmutableArray<Island> Members()
    {
        var sizes = new int[count];
        foreach (var island in islandOf)
        {
            sizes[island]++;
        }

        var members = Array.ConvertAll(sizes, size => ImmutableArray.CreateBuilder<PlacedDeclaration>(size));
        for (var i = 0; i < islandOf.Length; i++)
        {
            members[islandOf[i]].Add(declarations[i]);
        }

        var templates = this
            .templates.Select(i => declarations[i])
            .ToLookup(one => one.Syntax.Name?.Text ?? "", StringComparer.Ordinal);
        return [.. members.Select(own => With(own.MoveToImmutable(), templates))];
    }

    private static Island With(ImmutableArray<PlacedDeclaration> own, ILookup<string, PlacedDeclaration> templates) =>
        new(
            own,
            templates.Count == 0
                ? []
                :
                [
                    .. own.Select(one => Names.TemplateOf(one.Syntax))
                        .OfType<string>()
                        .Distinct(StringComparer.Ordinal)
                        .SelectMany(name => templates[name]),
                ]
        );

    /// <summary>The names that a declaration has and speaks of.</summary>
    private static class Names
    {
        public static List<string> Of(DeclarationSyntax syntax)
        {
            var names = new List<string>();
            var local = LocalBinder.Bind(syntax);
            if (syntax.Name is { Text: var own })
            {
                // No name has a space in it, so a template shares its name with no other kind.
                Add(names, local.Kind == DeclarationKind.Template ? "template " + own : own);
            }

            foreach (var clause in syntax.Clauses)
            {
                foreach (var name in clause.Names)
                {
                    Add(names, name.Text);
                }
            }

            foreach (var (kind, token, _) in local.References)
            {
                if (kind != DeclarationKind.Template)
                {
                    Add(names, token.Text);
                }
            }

            return names;
        }

        /// <summary>The name may be that of a built-in program, which speaks of its device.</summary>
        private static void Add(List<string> names, string name)
        {
            names.Add(name);
            if (BuiltInPrograms.DeviceOf(name) is { } device)
            {
                names.Add(device);
            }
        }

        public static string? TemplateOf(DeclarationSyntax syntax) =>
            syntax.IntendedKeyword == Keywords.Template ? null : syntax.Template?.Text;

        public static bool AreEqual(DeclarationSyntax one, DeclarationSyntax other) =>
            LocalBinder.Bind(one).Kind == LocalBinder.Bind(other).Kind
            && LocalBinder.Bind(one) is not { Kind: DeclarationKind.Template, References.IsEmpty: false }
            && Of(one).SequenceEqual(Of(other), StringComparer.Ordinal);
    }
}
