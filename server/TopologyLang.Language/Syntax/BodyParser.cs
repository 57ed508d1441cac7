using System.Collections.Immutable;
using Sprache;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Syntax;

/// <summary>Parses what stands between the braces of a declaration, one member after the other.</summary>
internal sealed class BodyParser(
    TextScanner scanner,
    ImmutableArray<SyntaxError>.Builder errors,
    string keyword,
    TextSpan openBrace
)
{
    private readonly ImmutableArray<MemberSyntax>.Builder members = ImmutableArray.CreateBuilder<MemberSyntax>();
    private readonly string text = scanner.Text;
    private int deepest;

    public ImmutableArray<MemberSyntax> Members => members.ToImmutable();

    public SyntaxToken? CloseBrace { get; private set; }

    /// <summary>Returns the end of the block.</summary>
    public int Parse(int at)
    {
        while (true)
        {
            at = SkipSeparators(at);
            if (at >= text.Length)
            {
                var end = text.AsSpan().TrimEnd().Length;
                errors.Add(
                    new SyntaxError(
                        SyntaxCodes.OpenBlock,
                        openBrace,
                        $"this block is never closed: expected `}}` at the end of the {keyword}"
                    )
                );
                return Math.Max(end, openBrace.End);
            }

            if (text[at] == '}')
            {
                CloseBrace = new SyntaxToken("}", new TextSpan(at, 1));
                return at + 1;
            }

            at = errors.Count >= SourceLimits.Errors ? Skip(at, stopAtProperty: false) : Member(at);
        }
    }

    private int Member(int at) =>
        keyword switch
        {
            Keywords.Program => Statement(StatementGrammar.Program, at),
            Keywords.Scenario => Statement(StatementGrammar.Scenario, at),
            _ => Property(at),
        };

    private int Statement(Parser<StatementSyntax> parser, int at)
    {
        var result = parser(new Cursor(scanner, at));
        if (result.WasSuccessful)
        {
            members.Add(result.Value);
            return result.Remainder.Position;
        }

        var error = ParseFailure.Describe(result, scanner, at, SyntaxCodes.Statement);
        return Bad(at, at, error, stopAtProperty: false);
    }

    private int Property(int at)
    {
        var result = ValueGrammar.Property(new Cursor(scanner, at));
        if (!result.WasSuccessful)
        {
            var failed = Math.Max(result.Remainder.Position, at);
            var error = MissingSign(at, failed) ?? ParseFailure.Describe(result, scanner, at, CodeOf(result, at));
            return Bad(at, failed, error, stopAtProperty: true);
        }

        members.Add(result.Value);
        var next = scanner.SkipInline(result.Remainder.Position);
        if (Tokens.EndsStatement(scanner, next) || IsProperty(next))
        {
            return next;
        }

        if (Characters.IsNameStart(text[next]) && MissingSign(next, Characters.WordEnd(text, next)) is { } missing)
        {
            return Bad(next, missing.Span.Start, missing, stopAtProperty: true);
        }

        var found = ParseFailure.TokenAt(scanner, next);
        var word = text.Substring(found.Start, found.Length);
        var message = $"expected the next `name = value` or the end of the line, found `{ParseFailure.Cut(word)}`";
        return Bad(next, next, new SyntaxError(SyntaxCodes.Property, found, message), stopAtProperty: true);
    }

    /// <summary>
    /// A name and then a value: only the <c>=</c> between them is forgotten. Null where it is another mistake.
    /// </summary>
    private SyntaxError? MissingSign(int start, int failed)
    {
        var nameEnd = Characters.WordEnd(text, start);
        var value = scanner.SkipInline(nameEnd);
        if (
            nameEnd == start
            || value != scanner.SkipInline(failed)
            || Tokens.EndsStatement(scanner, value)
            || IsProperty(value)
            || !(Characters.IsWord(text[value]) || text[value] is '[' or '"')
        )
        {
            return null;
        }

        var name = text[start..nameEnd];
        var found = ParseFailure.TokenAt(scanner, value);
        var word = text.Substring(found.Start, found.Length);
        var shown = word == "[" ? "[...]" : ParseFailure.Cut(word);
        var message = $"expected `=` after `{name}`, found `{ParseFailure.Cut(word)}`: write `{name} = {shown}`";
        return new SyntaxError(SyntaxCodes.Property, found, message, $"= {word}");
    }

    /// <summary>A mistake before the <c>=</c> is the property's, one behind it the value's.</summary>
    private string CodeOf<T>(IResult<T> failure, int start) =>
        text.AsSpan(start, failure.Remainder.Position - start).Contains('=') ? SyntaxCodes.Value : SyntaxCodes.Property;

    private int Bad(int start, int failed, SyntaxError error, bool stopAtProperty)
    {
        deepest = 0;
        var end = Skip(failed, stopAtProperty);
        if (end == start)
        {
            end++;
        }

        errors.Add(deepest == 0 ? error : BlockError(start, error));
        members.Add(new BadMemberSyntax(TextSpan.FromBounds(start, end)));
        return end;
    }

    private SyntaxError BlockError(int start, SyntaxError error)
    {
        if (deepest >= SourceLimits.NestingDepth)
        {
            return new SyntaxError(
                SyntaxCodes.TooDeep,
                error.Span,
                $"blocks are nested more than {SourceLimits.NestingDepth} deep here"
            );
        }

        var span = ParseFailure.TokenAt(scanner, start);
        var word = text.Substring(span.Start, span.Length);
        return Keywords.IsDeclaration(word)
            ? new SyntaxError(
                SyntaxCodes.NestedBlock,
                span,
                $"a {word} cannot stand inside a {keyword}: close the {keyword} with `}}` first"
            )
            : new SyntaxError(SyntaxCodes.NestedBlock, span, $"a {keyword} has no blocks inside");
    }

    /// <summary>To where the next member can start. Blocks on the way are stepped over as wholes.</summary>
    private int Skip(int at, bool stopAtProperty)
    {
        var start = at;
        var depth = 0;
        while (at < text.Length)
        {
            var c = text[at];
            if (depth == 0 && (EndsStatement(at) || stopAtProperty && at > start && IsProperty(at)))
            {
                return at;
            }

            depth +=
                c == '{' ? 1
                : c == '}' ? -1
                : 0;
            deepest = Math.Max(deepest, depth);
            at =
                c == '"' ? scanner.StringEnd(at, out _)
                : scanner.IsComment(at) ? scanner.CommentEnd(at)
                : Characters.IsNameStart(c) ? Characters.WordEnd(text, at)
                : at + 1;
        }

        return at;
    }

    /// <summary>A comment within the line ends nothing.</summary>
    private bool EndsStatement(int at) =>
        Tokens.EndsStatement(scanner, at) && Tokens.EndsStatement(scanner, scanner.SkipInline(at));

    /// <summary>A word with a <c>=</c> behind it.</summary>
    private bool IsProperty(int at)
    {
        var end = Characters.WordEnd(text, at);
        return end > at && ValueGrammar.IsSign(text, scanner.SkipInline(end), '=');
    }

    private int SkipSeparators(int at)
    {
        for (at = scanner.SkipAll(at); at < text.Length && text[at] == ';'; at = scanner.SkipAll(at))
        {
            at++;
        }

        return at;
    }
}
