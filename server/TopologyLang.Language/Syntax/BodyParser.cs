using System.Collections.Immutable;
using Sprache;

namespace TopologyLang.Language.Syntax;

/// <summary>Parses what stands between the braces of a declaration, one member after the other.</summary>
internal sealed class BodyParser(
    TextScanner scanner,
    ImmutableArray<SyntaxError>.Builder errors,
    string keyword,
    TextSpan openBrace
)
{
    private readonly ImmutableArray<MemberSyntax>.Builder _members = ImmutableArray.CreateBuilder<MemberSyntax>();
    private readonly string _text = scanner.Text;
    private int _deepest;

    public ImmutableArray<MemberSyntax> Members => _members.ToImmutable();

    public SyntaxToken? CloseBrace { get; private set; }

    /// <summary>Returns the end of the block.</summary>
    public int Parse(int at)
    {
        while (true)
        {
            at = SkipSeparators(at);
            if (at >= _text.Length)
            {
                var end = _text.AsSpan().TrimEnd().Length;
                errors.Add(
                    new SyntaxError(
                        SyntaxCodes.OpenBlock,
                        openBrace,
                        $"this block is never closed: expected `}}` at the end of the {keyword}"
                    )
                );
                return Math.Max(end, openBrace.End);
            }

            if (_text[at] == '}')
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
            _members.Add(result.Value);
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

        _members.Add(result.Value);
        var next = scanner.SkipInline(result.Remainder.Position);
        if (Tokens.EndsStatement(scanner, next) || IsProperty(next))
        {
            return next;
        }

        if (Characters.IsNameStart(_text[next]) && MissingSign(next, Characters.WordEnd(_text, next)) is { } missing)
        {
            return Bad(next, missing.Span.Start, missing, stopAtProperty: true);
        }

        var found = ParseFailure.TokenAt(scanner, next);
        var text = _text.Substring(found.Start, found.Length);
        var message = $"expected the next `name = value` or the end of the line, found `{ParseFailure.Cut(text)}`";
        return Bad(next, next, new SyntaxError(SyntaxCodes.Property, found, message), stopAtProperty: true);
    }

    /// <summary>A name and then a value: only the <c>=</c> between them is forgotten. Null where it is another mistake.</summary>
    private SyntaxError? MissingSign(int start, int failed)
    {
        var nameEnd = Characters.WordEnd(_text, start);
        var value = scanner.SkipInline(nameEnd);
        if (
            nameEnd == start
            || value != scanner.SkipInline(failed)
            || Tokens.EndsStatement(scanner, value)
            || IsProperty(value)
            || !(Characters.IsWord(_text[value]) || _text[value] is '[' or '"')
        )
        {
            return null;
        }

        var name = _text[start..nameEnd];
        var found = ParseFailure.TokenAt(scanner, value);
        var text = _text.Substring(found.Start, found.Length);
        var shown = text == "[" ? "[...]" : ParseFailure.Cut(text);
        var message = $"expected `=` after `{name}`, found `{ParseFailure.Cut(text)}`: write `{name} = {shown}`";
        return new SyntaxError(SyntaxCodes.Property, found, message, $"= {text}");
    }

    /// <summary>A mistake before the <c>=</c> is the property's, one behind it the value's.</summary>
    private string CodeOf<T>(IResult<T> failure, int start) =>
        _text.AsSpan(start, failure.Remainder.Position - start).Contains('=')
            ? SyntaxCodes.Value
            : SyntaxCodes.Property;

    private int Bad(int start, int failed, SyntaxError error, bool stopAtProperty)
    {
        _deepest = 0;
        var end = Skip(failed, stopAtProperty);
        if (end == start)
        {
            end++;
        }

        errors.Add(_deepest == 0 ? error : BlockError(start, error));
        _members.Add(new BadMemberSyntax(TextSpan.FromBounds(start, end)));
        return end;
    }

    private SyntaxError BlockError(int start, SyntaxError error)
    {
        if (_deepest >= SourceLimits.NestingDepth)
        {
            return new SyntaxError(
                SyntaxCodes.TooDeep,
                error.Span,
                $"blocks are nested more than {SourceLimits.NestingDepth} deep here"
            );
        }

        var span = ParseFailure.TokenAt(scanner, start);
        var word = _text.Substring(span.Start, span.Length);
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
        while (at < _text.Length)
        {
            var c = _text[at];
            if (depth == 0 && (EndsStatement(at) || stopAtProperty && at > start && IsProperty(at)))
            {
                return at;
            }

            depth +=
                c == '{' ? 1
                : c == '}' ? -1
                : 0;
            _deepest = Math.Max(_deepest, depth);
            at =
                c == '"' ? scanner.StringEnd(at, out _)
                : scanner.IsComment(at) ? scanner.CommentEnd(at)
                : Characters.IsNameStart(c) ? Characters.WordEnd(_text, at)
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
        var end = Characters.WordEnd(_text, at);
        return end > at && ValueGrammar.IsSign(_text, scanner.SkipInline(end), '=');
    }

    private int SkipSeparators(int at)
    {
        for (at = scanner.SkipAll(at); at < _text.Length && _text[at] == ';'; at = scanner.SkipAll(at))
        {
            at++;
        }

        return at;
    }
}
