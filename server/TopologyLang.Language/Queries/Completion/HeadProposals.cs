using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Queries.Cursor;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Queries.Completion;

/// <summary>
/// What may follow in the head of a declaration: its template, its clauses and the names that they take.
/// </summary>
internal static class HeadProposals
{
    public static IEnumerable<Proposal> Of(Binding.Binding binding, CursorPlace.Head head)
    {
        if (DeclarationKinds.Of(head.Of.Syntax.IntendedKeyword) is not { } kind || head.Words.Length < 2)
        {
            // The name of a new declaration is its author's to choose.
            return [];
        }

        var clauses = Schema.Clauses(kind);
        var last = head.Words[^1];
        if (last == ":")
        {
            return kind == DeclarationKind.Template
                ? DeclarationKinds.WithProperties.Select(of => Keyword(of.Keyword()))
                : NameProposals.Templates(binding, kind);
        }

        var open = last == "," ? head.Words.LastOrDefault(word => Keywords.IsClause(word)) : last;
        if (head.Words.Length > 2 && clauses.FirstOrDefault(clause => clause.Keyword == open) is { } target)
        {
            return NameProposals.Of(binding, target.Target).Where(proposal => !head.Words.Contains(proposal.Label));
        }

        return Clauses(clauses.Where(clause => !head.Words.Contains(clause.Keyword)), head);
    }

    private static IEnumerable<Proposal> Clauses(IEnumerable<ClauseSchema> free, CursorPlace.Head head)
    {
        // Only one clause says where a declaration stands; `using` goes with either.
        var placed = head.Words.Skip(2).Any(word => word != "using" && Keywords.IsClause(word));
        return free.Where(clause => !placed || clause.Keyword == "using")
            .Select(clause => Keyword(clause.Keyword) with { Detail = clause.Doc });
    }

    private static Proposal Keyword(string word) => new(word, ProposalKind.Keyword, ProposalTopic.None);
}
