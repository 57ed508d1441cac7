using System.Collections.Immutable;
using Sprache;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Syntax;

/// <summary>
/// Parses one declaration. The parsers of its parts are combinators; what follows a mistake is decided here, outside of
/// them, so that one mistake gives one message and nothing after it is lost.
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

    private readonly TextScanner scanner;
    private readonly ImmutableArray<SyntaxError>.Builder errors = ImmutableArray.CreateBuilder<SyntaxError>();
    private readonly string text;
    private int at;

    private readonly bool hasOpenComment;

    private DeclarationParser(string text, bool hasOpenComment)
    {
        this.text = text;
        this.hasOpenComment = hasOpenComment;
        scanner = new TextScanner(text);
    }

    /// <param name="text">One piece of the splitter.</param>
    public static DeclarationSyntax Parse(string text, bool hasOpenComment) =>
        new DeclarationParser(text, hasOpenComment).Declaration();

    private DeclarationSyntax Declaration()
    {
        var start = at = scanner.SkipAll(0);
        var doc = start == 0 ? null : TriviaScanner.DocComment(scanner, start);
        if (start >= text.Length)
        {
            return Finish(new DeclarationParts(new SyntaxToken("", new TextSpan(start, 0)), "", start), start, doc);
        }

        var keyword = new SyntaxToken(
            text[start..Characters.WordEnd(text, start)],
            TextSpan.FromBounds(start, Characters.WordEnd(text, start))
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

        errors.Add(ParseFailure.Describe(result, scanner, at, SyntaxCodes.Import));
        return LineContentEnd(at);
    }

    private int Expect(DeclarationParts parts)
    {
        var result = StatementGrammar.Expect(Here());
        parts.HeadIsComplete = result.WasSuccessful;
        if (!result.WasSuccessful)
        {
            errors.Add(ParseFailure.Describe(result, scanner, at, SyntaxCodes.Expect));
            var end = LineContentEnd(at);
            parts.Members = [new BadMemberSyntax(TextSpan.FromBounds(at, end))];
            return end;
        }

        parts.Members = [result.Value];
        return EndOfLine(result.Value.Span.End, SyntaxCodes.Expect);
    }

    /// <summary>
    /// Of a declaration that is one line: nothing but comments may follow it. The splitter gives the declaration the
    /// rest of its line, so what is not looked at here is looked at nowhere; a comment that goes on in another line
    /// ends nothing.
    /// </summary>
    /// <returns>Where the declaration ends: behind what should not be there.</returns>
    private int EndOfLine(int end, string code)
    {
        var rest = scanner.SkipAll(end);
        if (rest >= text.Length)
        {
            return end;
        }

        var found = ParseFailure.TokenAt(scanner, rest);
        var shown = ParseFailure.Cut(text.Substring(found.Start, found.Length));
        errors.Add(new SyntaxError(code, found, $"expected the end of the line, found `{shown}`"));
        return text.AsSpan().TrimEnd().Length;
    }

    private int Block(DeclarationParts parts)
    {
        var known = errors.Count;
        at = parts.Keyword.Span.End;
        parts.HeadIsComplete = Head(parts);
        if (!parts.HeadIsComplete && !SkipToBrace())
        {
            return LineContentEnd(parts.Start);
        }

        if (known > 0)
        {
            // The keyword was wrong already: what it made wrong in the head is the same mistake.
            errors.RemoveRange(known, errors.Count - known);
        }

        parts.OpenBrace = new SyntaxToken("{", new TextSpan(at, 1));
        var body = new BodyParser(scanner, errors, parts.Intended, parts.OpenBrace.Value.Span);
        var end = body.Parse(at + 1);
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
        var next = scanner.SkipAll(at);
        at = next < text.Length ? next : at;
        var result = parser(Here());
        value = result.WasSuccessful ? result.Value : default;
        if (!result.WasSuccessful)
        {
            errors.Add(ParseFailure.Describe(result, scanner, parts.Start, SyntaxCodes.Header));
            return false;
        }

        at = result.Remainder.Position;
        return true;
    }

    private ReadOnlySpan<char> NextWord()
    {
        var at = scanner.SkipAll(this.at);
        return text.AsSpan(at, Characters.WordEnd(text, at) - at);
    }

    private bool NextIs(char sign) => ValueGrammar.IsSign(text, scanner.SkipAll(at), sign);

    /// <summary>After a mistake in the head: to the block that it announces.</summary>
    private bool SkipToBrace()
    {
        while (at < text.Length && text[at] != '{')
        {
            at =
                text[at] == '"' ? scanner.StringEnd(at, out _)
                : scanner.IsComment(at) ? scanner.CommentEnd(at)
                : at + 1;
        }

        return at < text.Length;
    }

    private int Unknown(SyntaxToken keyword, string intended)
    {
        var start = keyword.Span.Start;
        if (keyword.Text.Length > 0)
        {
            ReportKeyword(keyword, intended);
        }
        else if (text[start] == '}')
        {
            var braces = text.Length - start - text.AsSpan(start).TrimStart('}').Length;
            errors.Add(
                new SyntaxError(SyntaxCodes.StrayBrace, new TextSpan(start, braces), "this `}` closes no block")
            );
        }
        else
        {
            var found = ParseFailure.TokenAt(scanner, start);
            var shown = ParseFailure.IsMeaningless(text[start])
                ? Characters.Show(text[start])
                : $"`{ParseFailure.Cut(text.Substring(found.Start, found.Length))}`";
            errors.Add(
                new SyntaxError(
                    SyntaxCodes.UnexpectedCharacter,
                    found,
                    $"expected a declaration such as `host NAME {{ ... }}`, found {shown}"
                )
            );
        }

        return text.AsSpan().TrimEnd().Length;
    }

    private void ReportKeyword(SyntaxToken keyword, string intended)
    {
        var choice = intended.Length == 0 ? AnyKeyword : $"did you mean `{intended}`?";
        errors.Add(
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
        var end = Characters.LineEnd(text, at);
        while (end > at && Characters.IsBlank(text[end - 1]))
        {
            end--;
        }

        return end;
    }

    private Cursor Here() => new(scanner, at);

    private DeclarationSyntax Finish(DeclarationParts parts, int end, string? doc)
    {
        // To the end, so that a comment behind the declaration that nothing closes is seen too.
        scanner.SkipAll(Math.Min(end, text.Length));
        if (scanner.OpenComment >= 0)
        {
            errors.Add(
                new SyntaxError(
                    SyntaxCodes.OpenComment,
                    new TextSpan(scanner.OpenComment, 2),
                    "this comment is never closed: expected `*/`"
                )
            );
        }

        return new DeclarationSyntax
        {
            Text = text,
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
            Errors = errors.DrainToImmutable(),
            HeadIsComplete = parts.HeadIsComplete,
            HasOpenComment = hasOpenComment,
        };
    }
}
