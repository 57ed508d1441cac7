using System.Collections.Immutable;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Server.Documents;

/// <summary>
/// The text of an open file and, parsed when somebody first asks, its tree. A keystroke so costs the message loop no
/// more than the text; the tree is made on the worker, out of the newest tree there is and the changes since.
/// </summary>
public sealed class DocumentTree
{
    private readonly SyntaxTree? basis;
    private readonly ImmutableList<Change> changes;
    private readonly Lazy<SyntaxTree> tree;

    private DocumentTree(SourceText text, SyntaxTree? basis, ImmutableList<Change> changes)
    {
        Text = text;
        this.basis = basis;
        this.changes = changes;
        tree = new Lazy<SyntaxTree>(Build);
    }

    public SourceText Text { get; }

    public SyntaxTree Tree => tree.Value;

    public static DocumentTree Of(SourceText text) => new(text, basis: null, []);

    public DocumentTree With(TextChange change)
    {
        var text = Text.WithChange(change);
        if (tree.IsValueCreated)
        {
            return new DocumentTree(text, Tree, [new Change(change, text)]);
        }

        return basis is null ? Of(text) : new DocumentTree(text, basis, changes.Add(new Change(change, text)));
    }

    private SyntaxTree Build() =>
        basis is null
            ? SyntaxTree.Parse(Text)
            : changes.Aggregate(basis, (built, change) => built.WithChange(change.Edit, change.Text));

    /// <param name="Text">What it made of the text before it.</param>
    private sealed record Change(TextChange Edit, SourceText Text);
}
