using System.Collections.Immutable;
using Sprache;

namespace TopologyLang.Language.Syntax;

/// <summary>
/// Parses one declaration. The parsers of its parts are combinators; what follows a mistake is decided here, outside of them, so that one
/// mistake gives one message and nothing after it is lost.
/// </summary>
internal sealed class DeclarationParser
{
    private static readonly Parser<SyntaxToken> NameOfDeclaration = Tokens.Name("a name");

    private static readonly Parser<SyntaxToken> TemplateOfDeclaration =
        from colon in Tokens.Sign(':')
        from name in Tokens.Name("the name of a template, or the kind that a template is for")
        select name;

    private static readonly Parser<ClauseSyntax> SingleClause =
        from keyword in Tokens.Name("a clause")
        from name in Tokens.Name("a name")
        select new ClauseSyntax(keyword, [name]);

    private static readonly Parser<ClauseSyntax> UsingClause =
        from keyword in Tokens.Name("a clause")
        from names in Tokens.Separated(Tokens.Name("a device name"))
        select new ClauseSyntax(keyword, [.. names]);

    private static readonly Parser<SyntaxToken> ImportPath =
        from keyword in Tokens.Name("import")
        from path in ValueGrammar.QuotedText
        select new SyntaxToken(((StringValue)path).Text, path.Span);

    private static readonly string AnyKeyword =
        $"expected {Expected.List([.. Keywords.Declarations.Select(Expected.Word)])}";

    private readonly TextScanner _scanner;
    private readonly ImmutableArray<SyntaxError>.Builder _errors = ImmutableArray.CreateBuilder<SyntaxError>();
    private readonly string _text;
    private int _at;

    private readonly bool _hasOpenComment;

    private DeclarationParser(string text, bool hasOpenComment)
    {
        _text = text;
        _hasOpenComment = hasOpenComment;
        _scanner = new TextScanner(text);
    }

    /// <param name="text">One piece of the splitter.</param>
    public static DeclarationSyntax Parse(string text, bool hasOpenComment) =>
        new DeclarationParser(text, hasOpenComment).Declaration();

    private DeclarationSyntax Declaration()
    {
        var start = _at = _scanner.SkipAll(0);
        var doc = start == 0 ? null : TriviaScanner.DocComment(_scanner, start);
        if (start >= _text.Length)
        {
            return Finish(new DeclarationParts(new SyntaxToken("", new TextSpan(start, 0)), "", start), start, doc);
        }

        var keyword = new SyntaxToken(
            _text[start..Characters.WordEnd(_text, start)],
            TextSpan.FromBounds(start, Characters.WordEnd(_text, start))
        );
        var intended = Keywords.IsDeclaration(keyword.Text)
            ? keyword.Text
            : Spelling.Nearest(keyword.Text, Keywords.Declarations) ?? "";
        var parts = new DeclarationParts(keyword, intended, start);
        if (intended.Length == 0 || intended != keyword.Text && intended is Keywords.Import or Keywords.Expect)
        {
            return Finish(parts, Unknown(keyword, intended), doc);
        }

        if (intended != keyword.Text)
        {
            ReportKeyword(keyword, intended);
        }

        var end = intended switch
        {
            Keywords.Import => Import(parts),
            Keywords.Expect => Expect(parts),
            _ => Block(parts),
        };
        return Finish(parts, end, doc);
    }

    private int Import(DeclarationParts parts)
    {
        var result = ImportPath(Here());
        parts.HeadIsComplete = result.WasSuccessful;
        if (result.WasSuccessful)
        {
            parts.ImportPath = result.Value;
            return EndOfLine(result.Value.Span.End, SyntaxCodes.Import);
        }

        _errors.Add(ParseFailure.Describe(result, _scanner, _at, SyntaxCodes.Import));
        return LineContentEnd(_at);
    }

    private int Expect(DeclarationParts parts)
    {
        var result = StatementGrammar.Expect(Here());
        parts.HeadIsComplete = result.WasSuccessful;
        if (!result.WasSuccessful)
        {
            _errors.Add(ParseFailure.Describe(result, _scanner, _at, SyntaxCodes.Expect));
            var end = LineContentEnd(_at);
            parts.Members = [new BadMemberSyntax(TextSpan.FromBounds(_at, end))];
            return end;
        }

        parts.Members = [result.Value];
        return EndOfLine(result.Value.Span.End, SyntaxCodes.Expect);
    }

    /// <summary>
    /// Of a declaration that is one line: nothing but comments may follow it. The splitter gives the declaration the rest of its line, so what is
    /// not looked at here is looked at nowhere; a comment that goes on in another line ends nothing.
    /// </summary>
    /// <returns>Where the declaration ends: behind what should not be there.</returns>
    private int EndOfLine(int end, string code)
    {
        var rest = _scanner.SkipAll(end);
        if (rest >= _text.Length)
        {
            return end;
        }

        var found = ParseFailure.TokenAt(_scanner, rest);
        var shown = ParseFailure.Cut(_text.Substring(found.Start, found.Length));
        _errors.Add(new SyntaxError(code, found, $"expected the end of the line, found `{shown}`"));
        return _text.AsSpan().TrimEnd().Length;
    }

    private int Block(DeclarationParts parts)
    {
        var known = _errors.Count;
        _at = parts.Keyword.Span.End;
        parts.HeadIsComplete = Head(parts);
        if (!parts.HeadIsComplete && !SkipToBrace())
        {
            return LineContentEnd(parts.Start);
        }

        if (known > 0)
        {
            // The keyword was wrong already: what it made wrong in the head is the same mistake.
            _errors.RemoveRange(known, _errors.Count - known);
        }

        parts.OpenBrace = new SyntaxToken("{", new TextSpan(_at, 1));
        var body = new BodyParser(_scanner, _errors, parts.Intended, parts.OpenBrace.Value.Span);
        var end = body.Parse(_at + 1);
        parts.Members = body.Members;
        parts.CloseBrace = body.CloseBrace;
        return end;
    }

    private bool Head(DeclarationParts parts)
    {
        var ok = Step(NameOfDeclaration, parts, out var name);
        parts.Name = ok ? name : null;
        if (ok && NextIs(':'))
        {
            ok = Step(TemplateOfDeclaration, parts, out var template);
            parts.Template = ok ? template : null;
        }

        while (ok && Keywords.IsClause(NextWord()))
        {
            ok = Step(NextWord() is "using" ? UsingClause : SingleClause, parts, out var clause);
            if (ok)
            {
                parts.Clauses.Add(clause!);
            }
        }

        return ok && Step(Brace, parts, out _);
    }

    private static readonly Parser<SyntaxToken> Brace = input =>
    {
        var result = Tokens.Sign('{')(input);
        return result.WasSuccessful
            ? Result.Success(result.Value, input)
            : Tokens.Fail<SyntaxToken>(
                (Cursor)input,
                result.Remainder.Position,
                [.. Keywords.Clauses.Select(Expected.Word), Expected.Word("{")]
            );
    };

    /// <summary>A part of the head; its parts may stand on lines of their own.</summary>
    private bool Step<T>(Parser<T> parser, DeclarationParts parts, out T? value)
    {
        var next = _scanner.SkipAll(_at);
        _at = next < _text.Length ? next : _at;
        var result = parser(Here());
        value = result.WasSuccessful ? result.Value : default;
        if (!result.WasSuccessful)
        {
            _errors.Add(ParseFailure.Describe(result, _scanner, parts.Start, SyntaxCodes.Header));
            return false;
        }

        _at = result.Remainder.Position;
        return true;
    }

    private ReadOnlySpan<char> NextWord()
    {
        var at = _scanner.SkipAll(_at);
        return _text.AsSpan(at, Characters.WordEnd(_text, at) - at);
    }

    private bool NextIs(char sign) => ValueGrammar.IsSign(_text, _scanner.SkipAll(_at), sign);

    /// <summary>After a mistake in the head: to the block that it announces.</summary>
    private bool SkipToBrace()
    {
        while (_at < _text.Length && _text[_at] != '{')
        {
            _at =
                _text[_at] == '"' ? _scanner.StringEnd(_at, out _)
                : _scanner.IsComment(_at) ? _scanner.CommentEnd(_at)
                : _at + 1;
        }

        return _at < _text.Length;
    }

    private int Unknown(SyntaxToken keyword, string intended)
    {
        var start = keyword.Span.Start;
        if (keyword.Text.Length > 0)
        {
            ReportKeyword(keyword, intended);
        }
        else if (_text[start] == '}')
        {
            var braces = _text.Length - start - _text.AsSpan(start).TrimStart('}').Length;
            _errors.Add(
                new SyntaxError(SyntaxCodes.StrayBrace, new TextSpan(start, braces), "this `}` closes no block")
            );
        }
        else
        {
            var found = ParseFailure.TokenAt(_scanner, start);
            var shown = ParseFailure.IsMeaningless(_text[start])
                ? Characters.Show(_text[start])
                : $"`{ParseFailure.Cut(_text.Substring(found.Start, found.Length))}`";
            _errors.Add(
                new SyntaxError(
                    SyntaxCodes.UnexpectedCharacter,
                    found,
                    $"expected a declaration such as `host NAME {{ ... }}`, found {shown}"
                )
            );
        }

        return _text.AsSpan().TrimEnd().Length;
    }

    private void ReportKeyword(SyntaxToken keyword, string intended)
    {
        var choice = intended.Length == 0 ? AnyKeyword : $"did you mean `{intended}`?";
        _errors.Add(
            new SyntaxError(
                SyntaxCodes.UnknownKeyword,
                keyword.Span,
                $"`{ParseFailure.Cut(keyword.Text)}` starts no declaration: {choice}",
                intended.Length == 0 ? null : intended
            )
        );
    }

    private int LineContentEnd(int at)
    {
        var end = Characters.LineEnd(_text, at);
        while (end > at && Characters.IsBlank(_text[end - 1]))
        {
            end--;
        }

        return end;
    }

    private Cursor Here() => new(_scanner, _at);

    private DeclarationSyntax Finish(DeclarationParts parts, int end, string? doc)
    {
        // To the end, so that a comment behind the declaration that nothing closes is seen too.
        _scanner.SkipAll(Math.Min(end, _text.Length));
        if (_scanner.OpenComment >= 0)
        {
            _errors.Add(
                new SyntaxError(
                    SyntaxCodes.OpenComment,
                    new TextSpan(_scanner.OpenComment, 2),
                    "this comment is never closed: expected `*/`"
                )
            );
        }

        return new DeclarationSyntax
        {
            Text = _text,
            Span = TextSpan.FromBounds(parts.Start, end),
            Keyword = parts.Keyword,
            IntendedKeyword = parts.Intended,
            Name = parts.Name,
            Template = parts.Template,
            Clauses = parts.Clauses.ToImmutable(),
            ImportPath = parts.ImportPath,
            DocComment = doc,
            OpenBrace = parts.OpenBrace,
            CloseBrace = parts.CloseBrace,
            Members = parts.Members,
            Errors = _errors.DrainToImmutable(),
            HeadIsComplete = parts.HeadIsComplete,
            HasOpenComment = _hasOpenComment,
        };
    }
}
