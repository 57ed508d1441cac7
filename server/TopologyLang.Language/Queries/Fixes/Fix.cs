using System.Collections.Immutable;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Queries.Fixes;

public enum FixKind
{
    QuickFix,
    Extract,
    Rewrite,
    OrganizeImports,
    FixAll,
}

/// <param name="Path">The file that is changed.</param>
public readonly record struct FileChange(string Path, TextChange Change);

/// <summary>A change of the text that can be offered.</summary>
/// <param name="Title">What it does, as an order: "Write `snoop_control`".</param>
public sealed record Fix(string Title, FixKind Kind, ImmutableArray<FileChange> Changes)
{
    /// <summary>The message that it answers, by its code and place; null where it answers none.</summary>
    public (string Code, FileSpan Where)? Answers { get; init; }

    /// <summary>The one to take where somebody takes the first without looking.</summary>
    public bool IsPreferred { get; init; }
}
