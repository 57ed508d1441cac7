using System.Collections.Immutable;
using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Queries.Fixes;

/// <summary>Other ways to write a declaration that mean the same.</summary>
public static class Refactorings
{
    /// <summary>What one device is told from the other by: a template cannot have it.</summary>
    private static readonly ImmutableArray<ValueKind> OfOne =
    [
        ValueKind.Bus,
        ValueKind.Device,
        ValueKind.Devices,
        ValueKind.Domain,
        ValueKind.Assignments,
    ];

    private const string SortTitle = "Sort the properties";

    public static IEnumerable<Fix> Of(Binding.Binding binding, BoundFile file, PlacedDeclaration declaration)
    {
        if (
            binding.All.FirstOrDefault(symbol =>
                symbol.Path == file.Path && symbol.Declaration.Start == declaration.Start
            )
            is not { PropertiesOf: { } kind } symbol
        )
        {
            return [];
        }

        if (!DeclarationText.CanRewrite(declaration))
        {
            return SortWithComments(file, symbol, kind) is { } sorted ? [sorted] : [];
        }

        Fix?[] all =
        [
            Sort(file, symbol, kind),
            ExtractTemplate(binding, file, symbol),
            WriteDefaults(binding, file, symbol),
            Registers.ToProperties(file, symbol),
            Registers.FromProperties(binding, file, symbol),
        ];
        return all.OfType<Fix>();
    }

    private static Fix? Sort(BoundFile file, Symbol symbol, DeclarationKind kind)
    {
        var members = symbol.Declaration.Syntax.Members;
        return Sorted(members, kind) is { } order
            ? Rewrite(
                SortTitle,
                FixKind.Rewrite,
                file,
                symbol,
                order.Select(place => DeclarationText.Of(symbol.Declaration, members[place]))
            )
            : null;
    }

    private static Fix? SortWithComments(BoundFile file, Symbol symbol, DeclarationKind kind) =>
        Sorted(symbol.Declaration.Syntax.Members, kind) is { } order
        && DeclarationText.Reorder(symbol.Declaration, order) is { } change
            ? new Fix(SortTitle, FixKind.Rewrite, [new FileChange(file.Path, change)])
            : null;

    /// <summary>The members' places in the order of the language's tables; null where they stand in it.</summary>
    private static ImmutableArray<int>? Sorted(ImmutableArray<MemberSyntax> members, DeclarationKind kind)
    {
        var order = Schema
            .Of(kind)
            .Select((schema, place) => (schema.Name, place))
            .ToDictionary(pair => pair.Name, pair => pair.place);
        ImmutableArray<int> places = [.. Enumerable.Range(0, members.Length)];
        ImmutableArray<int> sorted =
        [
            .. places.OrderBy(place =>
                members[place] is PropertySyntax property
                    ? order.GetValueOrDefault(property.Name.Text, int.MaxValue)
                    : int.MaxValue
            ),
        ];
        return sorted.SequenceEqual(places) ? null : sorted;
    }

    private static Fix? ExtractTemplate(Binding.Binding binding, BoundFile file, Symbol symbol)
    {
        if (!symbol.Kind.HasProperties() || symbol.Declaration.Syntax.Template is not null || symbol.Name.Length == 0)
        {
            return null;
        }

        var shared = symbol
            .Declaration.Syntax.Members.OfType<PropertySyntax>()
            .Where(property =>
                Schema.Find(symbol.Kind, property.Name.Text) is { } schema && !OfOne.Contains(schema.Value)
            )
            .ToList();
        if (shared.Count == 0)
        {
            return null;
        }

        var name = FreeName(binding, symbol.Name);
        var template =
            $"template {name} : {symbol.Kind.Keyword()} {{\n"
            + string.Join('\n', shared.Select(property => DeclarationText.Of(symbol.Declaration, property)))
            + "\n}";
        var left = symbol
            .Declaration.Syntax.Members.Except(shared)
            .Select(member => DeclarationText.Of(symbol.Declaration, member));
        var rewritten = DeclarationText.Rewrite(symbol.Declaration, left, name);
        var before = Formatter.Format(SyntaxTree.Parse(SourceText.From(template)));
        return new Fix(
            $"Extract the template `{name}`",
            FixKind.Extract,
            [new FileChange(file.Path, rewritten with { NewText = $"{before}\n{rewritten.NewText}" })]
        );
    }

    private static Fix? WriteDefaults(Binding.Binding binding, BoundFile file, Symbol symbol)
    {
        var defaults = binding
            .PropertiesOf(symbol)
            .Where(property =>
                property is { Origin: PropertyOrigin.Default, Value: not null, Schema.Experimental: false }
            )
            .Select(property => $"{property.Name} = {property.Value}")
            .ToList();
        return defaults.Count == 0
            ? null
            : Rewrite(
                "Write out the defaults that are in force",
                FixKind.Rewrite,
                file,
                symbol,
                symbol
                    .Declaration.Syntax.Members.Select(member => DeclarationText.Of(symbol.Declaration, member))
                    .Concat(defaults)
            );
    }

    private static Fix Rewrite(
        string title,
        FixKind kind,
        BoundFile file,
        Symbol symbol,
        IEnumerable<string> members
    ) => new(title, kind, [new FileChange(file.Path, DeclarationText.Rewrite(symbol.Declaration, members))]);

    private static string FreeName(Binding.Binding binding, string name)
    {
        var wanted = $"{name}_like";
        return Enumerable
            .Range(1, int.MaxValue)
            .Select(number => number == 1 ? wanted : $"{wanted}{number}")
            .First(candidate => binding.Find(DeclarationKind.Template, candidate) is null);
    }
}
