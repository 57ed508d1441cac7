namespace TopologyLang.Language.Syntax;

/// <summary>
/// Whether a text that was laid out still says what it said. The formatter writes what the parser understood, so
/// whatever the parser stepped over would be gone from the file; this asks the two texts instead, and is asked before
/// anything is written.
/// </summary>
public static class LayoutProof
{
    /// <summary>
    /// Both have the same words, numbers, strings, signs and comments in the same order (but for a <c>;</c>, in whose
    /// place a line may end), and fall into the same declarations with as many members and the same mistakes.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static bool SaysTheSame(SyntaxTree before, string after, CancellationToken cancellation = default) =>
        before.Text.Content == after
        || Parts(before.Text.Content, cancellation).SequenceEqual(Parts(after, cancellation), StringComparer.Ordinal)
            && Shapes(before).SequenceEqual(Shapes(SyntaxTree.Parse(SourceText.From(after), cancellation)));

    private static IEnumerable<string> Parts(string text, CancellationToken cancellation)
    {
        var scanner = new TextScanner(text);
        for (var at = Next(text, 0); at < text.Length; )
        {
            cancellation.ThrowIfCancellationRequested();
            var end = scanner.IsComment(at) ? scanner.CommentEnd(at) : ParseFailure.TokenAt(scanner, at).End;
            yield return text[at..end].TrimEnd();
            at = Next(text, end);
        }
    }

    private static int Next(string text, int at)
    {
        while (at < text.Length && (Characters.IsBlank(text[at]) || Characters.IsNewline(text[at]) || text[at] == ';'))
        {
            at++;
        }

        return at;
    }

    private static IEnumerable<(string Keyword, bool IsBlock, int Members, string Errors)> Shapes(SyntaxTree tree) =>
        from declaration in tree.Declarations
        let syntax = declaration.Syntax
        select (
            syntax.Keyword.Text,
            syntax.OpenBrace is not null,
            syntax.Members.Length,
            string.Join(' ', syntax.Errors.Select(error => error.Code))
        );
}
