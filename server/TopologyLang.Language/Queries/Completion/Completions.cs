using System.Collections.Immutable;
using TopologyLang.Language.Queries.Cursor;

namespace TopologyLang.Language.Queries.Completion;

/// <summary>What may be typed at a place of a file: only what would be right there.</summary>
public static class Completions
{
    /// <summary>Nobody reads a longer list; a client filters the rest away with the next letter.</summary>
    private const int Most = 200;

    /// <param name="errnos">That an operation can be refused with.</param>
    /// <returns>
    /// Null where nothing can be proposed: in comments and strings, and in a file that is not part of the binding.
    /// </returns>
    public static ProposalList? At(Binding.Binding binding, string path, int offset, ImmutableArray<string> errnos)
    {
        if (
            binding.Files.FirstOrDefault(file => file.Path == path) is not { } found
            || CursorPlace.At(found.Tree, offset) is not { } place
        )
        {
            return null;
        }

        var text = found.Tree.Text.Content;
        var word = Words.Around(text, offset);
        var typed = text[word.Start..offset];
        var fitting = Of(binding, place, errnos)
            .Where(proposal => IsSubsequence(typed, proposal.Label))
            .Take(Most + 1)
            .ToImmutableArray();
        return new ProposalList(word, fitting.Length > Most ? fitting[..Most] : fitting, fitting.Length <= Most);
    }

    private static IEnumerable<Proposal> Of(
        Binding.Binding binding,
        CursorPlace place,
        ImmutableArray<string> errnos
    ) =>
        place switch
        {
            CursorPlace.TopLevel => TopLevelProposals.Of(binding),
            CursorPlace.Head head => HeadProposals.Of(binding, head),
            CursorPlace.PropertyName name => PropertyProposals.Names(binding, name.Of),
            CursorPlace.PropertyValue value => PropertyProposals.Values(binding, value),
            CursorPlace.Statement statement => StatementProposals.Of(binding, statement, errnos),
            _ => [],
        };

    /// <summary>As editors match: the letters in their order, others between them.</summary>
    private static bool IsSubsequence(string typed, string label)
    {
        var at = 0;
        foreach (var c in typed)
        {
            at = label.IndexOf(c.ToString(), at, StringComparison.OrdinalIgnoreCase) + 1;
            if (at == 0)
            {
                return false;
            }
        }

        return true;
    }
}
