using System.Collections.Immutable;
using Sprache;

namespace TopologyLang.Language.Syntax;

/// <summary>
/// The parsers of statements, composed from the table of their forms. Forms with the same beginning share it, so a line is read once; the
/// next parser is looked up by its word and not tried one after the other.
/// </summary>
internal static class StatementGrammar
{
    public static readonly Parser<StatementSyntax> Program = Compose(StatementForms.Program);
    public static readonly Parser<StatementSyntax> Scenario = Compose(StatementForms.Scenario);
    public static readonly Parser<StatementSyntax> Expect = Compose(StatementForms.Expect);

    private enum Lexeme
    {
        Name,
        Number,
        Size,
        Version,
        Errno,
        MemoryType,
        Hazard,
        Barrier,
    }

    /// <summary>A form with its optional elements either there or left out.</summary>
    private sealed record Variant(StatementForm Form, ImmutableArray<StatementElement> Elements);

    /// <summary>Filled from the end to the start, as the sequence of parsers returns.</summary>
    private sealed class Match(Variant variant)
    {
        private readonly StatementPart[] _parts = new StatementPart[variant.Elements.Length];
        private int _next = variant.Elements.Length;

        public Match Prepend(SyntaxToken token)
        {
            _next--;
            _parts[_next] = new StatementPart(variant.Elements[_next], token);
            return this;
        }

        public StatementSyntax Statement() =>
            new(
                variant.Form,
                ImmutableArray.Create(_parts),
                TextSpan.FromBounds(_parts[0].Token.Span.Start, _parts[^1].Token.Span.End)
            );
    }

    private static Parser<StatementSyntax> Compose(ImmutableArray<StatementForm> forms)
    {
        List<Variant> variants = [.. forms.SelectMany(VariantsOf)];
        return After(variants, 0).Select(match => match.Statement());
    }

    private static IEnumerable<Variant> VariantsOf(StatementForm form)
    {
        IEnumerable<ImmutableArray<StatementElement>> choices =
        [
            [],
        ];
        foreach (var element in form.Elements)
        {
            choices = element.Optional
                ? choices.SelectMany(before => new[] { before, before.Add(element) })
                : choices.Select(before => before.Add(element));
        }

        return choices.Select(elements => new Variant(form, elements));
    }

    /// <summary>The parser of what follows the first <paramref name="depth"/> elements, which all the variants have in common.</summary>
    private static Parser<Match> After(IReadOnlyCollection<Variant> variants, int depth)
    {
        var complete = variants.FirstOrDefault(variant => variant.Elements.Length == depth);
        var longer = variants.Where(variant => variant.Elements.Length > depth).ToList();
        var words = longer
            .SelectMany(variant => variant.Elements[depth].Words)
            .Distinct()
            .ToDictionary(
                word => word,
                word =>
                    Sequence(
                        WordParser(word),
                        longer.FindAll(variant => variant.Elements[depth].Words.Contains(word)),
                        depth
                    )
            );
        var operands = longer
            .Where(variant => variant.Elements[depth].Operand is not null)
            .GroupBy(variant => LexemeOf(variant.Elements[depth].Operand!.Value))
            .Select(group =>
                Sequence(
                    OperandParser(group.Key, group.Select(variant => variant.Elements[depth].Operand!.Value)),
                    [.. group],
                    depth
                )
            )
            .ToList();
        var end = complete is null ? null : Tokens.EndOfStatement.Select(_ => new Match(complete));
        return Choose(words, end is null ? operands : [.. operands, end]);
    }

    private static Parser<Match> Sequence(Parser<SyntaxToken> first, IReadOnlyCollection<Variant> variants, int depth)
    {
        var next = After(variants, depth + 1);
        return from token in first from rest in next select rest.Prepend(token);
    }

    /// <summary>
    /// The branch of the next word, then the others: a keyword may also be a name. Where all fail, what the furthest of them expected is
    /// the answer, and of several equally far all that they expected.
    /// </summary>
    private static Parser<Match> Choose(Dictionary<string, Parser<Match>> words, List<Parser<Match>> others)
    {
        string[] expectedWords = [.. words.Keys.Select(Expected.Word)];
        return input =>
        {
            var cursor = (Cursor)input;
            var at = cursor.Scanner.SkipInline(cursor.Position);
            var end = ValueGrammar.IsSign(cursor.Source, at, '=') ? at + 1 : Characters.WordEnd(cursor.Source, at);
            var failure = Tokens.Fail<Match>(cursor, at, expectedWords);
            if (words.TryGetValue(cursor.Source[at..end], out var branch))
            {
                var result = branch(input);
                if (result.WasSuccessful)
                {
                    return result;
                }

                failure = result;
            }

            var atWord = failure.Remainder.Position == at;
            foreach (var other in others)
            {
                var result = other(input);
                if (result.WasSuccessful)
                {
                    return result;
                }

                failure = Further(failure, result);
            }

            // The word is taken for a name, and the mistake then seems to be behind it: more likely it is misspelt itself.
            return
                atWord
                && end > at
                && failure.Remainder.Position >= end
                && Spelling.Nearest(cursor.Source[at..end], words.Keys) is not null
                ? Tokens.Fail<Match>(cursor, at, expectedWords)
                : failure;
        };
    }

    private static IResult<Match> Further(IResult<Match> one, IResult<Match> two)
    {
        var difference = one.Remainder.Position - two.Remainder.Position;
        return difference > 0 ? one
            : difference < 0 ? two
            : Tokens.Fail<Match>(
                (Cursor)one.Remainder,
                one.Remainder.Position,
                [.. one.Expectations.Union(two.Expectations)]
            );
    }

    private static Parser<SyntaxToken> WordParser(string word) =>
        word == "=" ? Tokens.Sign('=') : Tokens.OneOf(new HashSet<string> { word }, Expected.Word(word));

    private static Parser<SyntaxToken> OperandParser(Lexeme lexeme, IEnumerable<OperandKind> operands)
    {
        var kinds = operands.Distinct().ToList();
        var expected = Expected.List([.. kinds.Select(StatementPatterns.Describe)]);
        return lexeme switch
        {
            Lexeme.Name => Tokens.Name(expected),
            Lexeme.Number => Tokens.Number(expected),
            Lexeme.Size => Tokens.Size(expected),
            Lexeme.Version => Tokens.Version(expected),
            Lexeme.Errno => Tokens.Errno(expected),
            _ => FixedWords(StatementPatterns.WordsOf(kinds[0])),
        };
    }

    private static Parser<SyntaxToken> FixedWords(ImmutableArray<string> words) =>
        Tokens.OneOf(words.ToHashSet(), [.. words.Select(Expected.Word)]);

    private static Lexeme LexemeOf(OperandKind operand) =>
        operand switch
        {
            OperandKind.Cpu or OperandKind.PhysicalCpu or OperandKind.Box or OperandKind.Run => Lexeme.Number,
            OperandKind.Size => Lexeme.Size,
            OperandKind.Kernel => Lexeme.Version,
            OperandKind.Errno => Lexeme.Errno,
            OperandKind.MemoryType => Lexeme.MemoryType,
            OperandKind.Hazard => Lexeme.Hazard,
            OperandKind.Barrier => Lexeme.Barrier,
            _ => Lexeme.Name,
        };
}
