using System.Collections.Immutable;
using TopologyLang.Language.Statements;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Queries.Cursor;

/// <summary>
/// Where a cursor stands, told from the text before it alone: so it is known in a file that is half typed, too.
/// </summary>
/// <param name="Declaration">That the cursor stands in; the one before it, or none, at the top level.</param>
internal abstract record CursorPlace(PlacedDeclaration? Declaration)
{
    /// <summary>Where a declaration may start.</summary>
    public sealed record TopLevel(PlacedDeclaration? Before) : CursorPlace(Before);

    /// <param name="Words">From the keyword on, without the one that is being typed.</param>
    public sealed record Head(PlacedDeclaration Of, ImmutableArray<string> Words) : CursorPlace(Of);

    public sealed record PropertyName(PlacedDeclaration Of) : CursorPlace(Of);

    /// <param name="Words">Of the value so far; of a list those after its last comma.</param>
    /// <param name="Listed">Of a list all words before that comma.</param>
    public sealed record PropertyValue(
        PlacedDeclaration Of,
        string Property,
        ImmutableArray<string> Words,
        ImmutableArray<string> Listed,
        bool InList
    ) : CursorPlace(Of);

    /// <param name="Words">Of the line so far, without the one that is being typed.</param>
    public sealed record Statement(PlacedDeclaration Of, StatementContext Context, ImmutableArray<string> Words)
        : CursorPlace(Of);

    /// <returns>Null in comments, strings and after a value: there is nothing to propose.</returns>
    public static CursorPlace? At(SyntaxTree tree, int offset)
    {
        var text = tree.Text.Content;
        var typed = Cursor.Words.Around(text, offset).Start;
        var declaration = StartingBefore(tree, typed);
        if (
            Cursor.Words.Between(text, declaration?.Span.Start ?? 0, offset) is not { } all
            || (all.Count > 0 && all[^1] is { Text: ['"', ..] } quoted && quoted.End >= offset)
        )
        {
            return null;
        }

        var words = all.Where(word => word.End <= typed).ToList();
        return declaration is { } one && words.Count > 0 ? Within(one, words) : new TopLevel(declaration);
    }

    private static PlacedDeclaration? StartingBefore(SyntaxTree tree, int offset)
    {
        var found = tree.DeclarationAt(offset) ?? (tree.Declarations.IsEmpty ? null : tree.Declarations[^1]);
        return found is { } one && one.Span.Start >= offset && one.Start > 0
            ? tree.DeclarationAt(one.Start - 1)
            : found;
    }

    private static CursorPlace? Within(PlacedDeclaration declaration, List<Word> words)
    {
        if (declaration.Span.Start > words[0].Start)
        {
            return new TopLevel(declaration);
        }

        var keyword = declaration.Syntax.IntendedKeyword;
        if (keyword is Keywords.Import or Keywords.Expect)
        {
            return words.Exists(word => word.Text == Word.LineEnd) ? new TopLevel(declaration)
                : keyword == Keywords.Expect ? new Statement(declaration, StatementContext.Expect, Texts(words))
                : null;
        }

        var open = words.FindIndex(word => word.Text == "{");
        if (open < 0)
        {
            return words[^1].Text == Word.LineEnd ? new TopLevel(declaration) : new Head(declaration, Texts(words));
        }

        return words.FindIndex(open, word => word.Text == "}") >= 0
            ? new TopLevel(declaration)
            : InBody(declaration, keyword, words[(open + 1)..]);
    }

    private static CursorPlace? InBody(PlacedDeclaration declaration, string keyword, List<Word> words) =>
        keyword switch
        {
            Keywords.Program => new Statement(declaration, StatementContext.Program, LastLine(words)),
            Keywords.Scenario => new Statement(declaration, StatementContext.Scenario, LastLine(words)),
            _ => InProperties(declaration, words),
        };

    private static CursorPlace? InProperties(PlacedDeclaration declaration, List<Word> words)
    {
        string? property = null;
        List<string> value = [];
        List<string> listed = [];
        var (inList, listDone) = (false, false);
        foreach (var (text, _) in words)
        {
            switch (text)
            {
                case Word.LineEnd or ";" when !inList:
                    (property, listDone) = (null, false);
                    value.Clear();
                    break;
                case Word.LineEnd:
                    break;
                case "=":
                    (property, listDone) = (value.LastOrDefault(), false);
                    value.Clear();
                    break;
                case "[" or "]":
                    (inList, listDone) = (text == "[", text == "]");
                    value.Clear();
                    listed.Clear();
                    break;
                case "," when inList:
                    listed.AddRange(value);
                    value.Clear();
                    break;
                default:
                    value.Add(text);
                    break;
            }
        }

        var expectsMore = value.Count == 0 || value[^1] is "pcie" or "via";
        return property is not null && (inList || (expectsMore && !listDone))
                ? new PropertyValue(declaration, property, [.. value], [.. listed], inList)
            : property is null && value.Count > 0 ? null
            : new PropertyName(declaration);
    }

    private static ImmutableArray<string> LastLine(List<Word> words) =>
        Texts(words[(words.FindLastIndex(word => word.Text is Word.LineEnd or ";") + 1)..]);

    private static ImmutableArray<string> Texts(List<Word> words) => [.. words.Select(word => word.Text)];
}
