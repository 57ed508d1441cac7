using System.Collections.Immutable;
using TopologyLang.Language.Binding;

namespace TopologyLang.Analysis.Remedies;

public enum RemedyKind
{
    /// <summary>A statement put before another one.</summary>
    Insert,

    /// <summary>A value put in the place of another.</summary>
    Replace,
}

/// <param name="Where">Insert: the statement before which the text goes. Replace: what is replaced.</param>
/// <param name="Text">The statement or the value, as it would be written.</param>
public sealed record RemedyEdit(FileSpan Where, string Text);

/// <summary>A change of the file after which the fault was gone and none had come: it was applied to the model and checked.</summary>
/// <param name="Edits">All of them together are the remedy.</param>
/// <param name="Cost">What it costs, in words.</param>
public sealed record Remedy(RemedyKind Kind, ImmutableArray<RemedyEdit> Edits, string Cost)
{
    public string Text => string.Join("; ", Edits.Select(edit => edit.Text));
}
