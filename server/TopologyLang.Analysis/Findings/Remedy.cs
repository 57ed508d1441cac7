using System.Collections.Immutable;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Findings;

public enum RemedyKind
{
    /// <summary>A statement put before another one.</summary>
    Insert,

    /// <summary>A value put in the place of another.</summary>
    Replace,

    /// <summary>A property written into a declaration that does not have it.</summary>
    Set,

    /// <summary>A statement taken away.</summary>
    Remove,
}

/// <param name="Where">Insert: the statement before which the text goes. Replace, remove: what is replaced or goes.
/// Set: the declaration's name.</param>
/// <param name="Text">The statement or the property, as it would be written.</param>
/// <param name="Change">What to do to the text of the file that <paramref name="Where"/> names.</param>
public sealed record RemedyEdit(FileSpan Where, string Text, TextChange Change);

/// <summary>
/// A change of the file after which the fault was gone and none had come: the changed text was simulated.
/// </summary>
/// <param name="Edits">All of them together are the remedy. Their changes do not overlap; those at one place apply in
/// this order.</param>
/// <param name="Cost">What it costs, in words.</param>
public sealed record Remedy(RemedyKind Kind, ImmutableArray<RemedyEdit> Edits, string Cost)
{
    public string Text => string.Join("; ", Edits.Select(edit => edit.Text));

    /// <summary>Expectations, as written, that said the fault would be there: they no longer hold afterwards.</summary>
    public ImmutableArray<string> Outdated { get; init; } = [];

    /// <summary>The same remedy after an edit elsewhere, which moved what it changes.</summary>
    public Remedy Moved(Func<FileSpan, FileSpan> move) =>
        this with
        {
            Edits =
            [
                .. Edits.Select(edit =>
                    edit with
                    {
                        Where = move(edit.Where),
                        Change = edit.Change with { Span = move(edit.Where with { Span = edit.Change.Span }).Span },
                    }
                ),
            ],
        };

    /// <summary>The file after the remedy; the same text where the remedy does not touch the file.</summary>
    public string ApplyTo(string path, string content)
    {
        foreach (
            var edit in Edits
                .Where(edit => edit.Where.Path == path)
                .Reverse()
                .OrderByDescending(edit => edit.Change.Span.Start)
        )
        {
            content = string.Concat(
                content.AsSpan(0, edit.Change.Span.Start),
                edit.Change.NewText,
                content.AsSpan(edit.Change.Span.End)
            );
        }

        return content;
    }
}
