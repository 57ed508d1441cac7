using System.Collections.Immutable;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Queries.Completion;

public enum ProposalKind
{
    Keyword,
    Property,
    Value,
    Name,
    Template,
    Snippet,
}

/// <summary>A word that may be typed at a place.</summary>
/// <param name="Label">As it is shown, and inserted where <see cref="Insert"/> says nothing else.</param>
/// <param name="Topic">What its documentation is about; <see cref="ProposalDocs"/> has the text.</param>
public sealed record Proposal(string Label, ProposalKind Kind, ProposalTopic Topic)
{
    /// <summary>A few words behind the label: the default, the kind.</summary>
    public string? Detail { get; init; }

    /// <summary>Null: the label.</summary>
    public string? Insert { get; init; }

    /// <summary>
    /// <see cref="Insert"/> with places to fill in, as the protocol writes them; null where there is none.
    /// </summary>
    public string? Snippet { get; init; }
}

/// <param name="Subject">A keyword, the kind that a property belongs to, the kind of a declaration, or
/// <c>statement</c>.</param>
/// <param name="Name">The property, the declaration or the pattern of the statement; empty for a keyword.</param>
public sealed record ProposalTopic(string Subject, string Name)
{
    public static readonly ProposalTopic None = new("", "");
}

/// <param name="Replace">The word that is being typed, in the file's offsets.</param>
/// <param name="IsComplete">False where there are more than are worth sending: ask again when more is typed.</param>
public sealed record ProposalList(TextSpan Replace, ImmutableArray<Proposal> Items, bool IsComplete);
