using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Queries.Completion;

/// <summary>The names of declarations that count.</summary>
internal static class NameProposals
{
    public static IEnumerable<Proposal> Of(Binding.Binding binding, DeclarationKind kind) =>
        from symbol in binding.All
        where symbol.Kind == kind && symbol.Name.Length > 0 && binding.Find(kind, symbol.Name) == symbol
        select Of(symbol);

    /// <summary>The file's own templates for a kind, then those that ship with the product.</summary>
    public static IEnumerable<Proposal> Templates(Binding.Binding binding, DeclarationKind of) =>
        binding
            .All.Concat(Library.Templates)
            .Where(symbol =>
                symbol.Kind == DeclarationKind.Template
                && symbol.PropertiesOf == of
                && binding.Find(DeclarationKind.Template, symbol.Name) == symbol
            )
            .Select(Of);

    private static Proposal Of(Symbol symbol) =>
        new(
            symbol.Name,
            symbol.Kind == DeclarationKind.Template ? ProposalKind.Template : ProposalKind.Name,
            new ProposalTopic(symbol.Kind.Keyword(), symbol.Name)
        )
        {
            Detail = symbol.Path == Library.Path ? "ships with the product" : symbol.Kind.Keyword(),
        };
}
