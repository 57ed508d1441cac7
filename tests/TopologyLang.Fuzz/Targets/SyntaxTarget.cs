using TopologyLang.Language.Syntax;

namespace TopologyLang.Fuzz.Targets;

/// <summary>
/// Spans lie in the file and declarations do not overlap; after any edits the tree says the same as a fresh one; the
/// layout of a text laid out is the same text, and none of its comments is lost.
/// </summary>
internal sealed class SyntaxTarget : ITarget
{
    public string Name => "syntax";

    public Task TryAsync(Random random, Action<string> input)
    {
        var text = Mutation.Text(random);
        input(text);
        var tree = SyntaxTree.Parse(SourceText.From(text));
        Within(tree);
        Laid(tree);
        for (var edit = random.Next(8); edit > 0; edit--)
        {
            var change = Mutation.Change(random, text);
            text = Mutation.Applied(text, change);
            input(text);
            tree = tree.WithChange(change);
            Fault.Unless(tree.Text.Content == text, "the text after an edit is the edited text");
            Same(tree, SyntaxTree.Parse(SourceText.From(text)));
        }

        return Task.CompletedTask;
    }

    private static void Within(SyntaxTree tree)
    {
        var end = 0;
        foreach (var declaration in tree.Declarations)
        {
            Fault.Unless(
                declaration.Span.Start >= end && declaration.Span.End <= tree.Text.Length,
                "declarations lie in the file, one behind the other"
            );
            end = declaration.Span.End;
            Nested(declaration.Syntax);
        }

        Fault.Unless(
            tree.Errors.All(error => error.Span.Start >= 0 && error.Span.End <= tree.Text.Length),
            "errors lie in the file"
        );
    }

    /// <summary>Of one declaration the spans count from its start.</summary>
    private static void Nested(DeclarationSyntax declaration)
    {
        var whole = TextSpan.FromBounds(0, declaration.Text.Length);
        Fault.Unless(
            declaration.Members.All(member => Holds(whole, member.Span)),
            "properties and statements lie in their declaration"
        );
        Fault.Unless(declaration.Name is not { } name || Holds(whole, name.Span), "a name lies in its declaration");
    }

    private static bool Holds(TextSpan outer, TextSpan inner) =>
        inner.Start >= outer.Start && inner.End <= outer.End && inner.Start <= inner.End;

    private static void Same(SyntaxTree edited, SyntaxTree fresh)
    {
        Within(edited);
        Fault.Unless(edited.Errors.SequenceEqual(fresh.Errors), "an edited tree has the errors of a fresh one");
        Fault.Unless(Formatter.Format(edited) == Formatter.Format(fresh), "an edited tree is laid out as a fresh one");
    }

    private static void Laid(SyntaxTree tree)
    {
        var once = Formatter.Format(tree);
        var twice = Formatter.Format(SyntaxTree.Parse(SourceText.From(once)));
        Fault.Unless(once == twice, "laying out a text that is laid out changes nothing");
        Fault.Unless(LayoutProof.SaysTheSame(tree, once), "laying out changes nothing that a text says");
    }
}
