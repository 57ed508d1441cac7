using System.Collections.Immutable;
using Sprache;
using TopologyLang.Language.Statements;

namespace TopologyLang.Language.Syntax;

/// <summary>
/// The parsers of statements, composed from the table of their forms. Forms with the same beginning share it, so a line
/// is read once; the next parser is looked up by its word and not tried one after the other.
/// </summary>
internal static class StatementGrammar
{
    public static readonly Parser<StatementSyntax> Program = Compose(StatementForms.Program);
    public static readonly Parser<StatementSyntax> Scenario = Compose(StatementForms.Scenario);
    public static readonly Parser<StatementSyntax> Expect = Compose(StatementForms.Expect);

    /// <summary>A form with its optional elements either there or left out.</summary>
    private sealed record Variant(StatementForm Form, ImmutableArray<StatementElement> Elements);

    /// <summary>Filled from the end to the start, as the sequence of parsers returns.</summary>
    private sealed class Match(Variant variant)
    {
        private readonly StatementPart[] parts = new StatementPart[variant.Elements.Length];
        private int next = variant.Elements.Length;

        public Match Prepend(SyntaxToken token)
        {
            next--;
            parts[next] = new StatementPart(variant.Elements[next], token);
            return this;
        }

        public StatementSyntax Statement() =>
            new(
                variant.Form,
                ImmutableArray.Create(parts),
                TextSpan.FromBounds(parts[0].Token.Span.Start, parts[^1].Token.Span.End)
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

    /// <summary>
    /// The parser of what follows the first <paramref name="depth"/> elements, which all the variants have in common.
    /// </summary>
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
            .GroupBy(variant => OperandForm.Of(variant.Elements[depth].Operand!.Value).Lexeme)
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
    /// The branch of the next word, then the others: a keyword may also be a name. Where all fail, what the furthest of
    /// them expected is the answer, and of several equally far all that they expected.
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

            // The word is taken for a name, and the mistake then seems to be behind it: more likely it is misspelt
            // itself.
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

    private static Parser<SyntaxToken> OperandParser(OperandLexeme lexeme, IEnumerable<OperandKind> operands)
    {
        var kinds = operands.Distinct().ToList();
        var expected = Expected.List([.. kinds.Select(kind => OperandForm.Of(kind).Description)]);
        return lexeme switch
        {
            OperandLexeme.Name => Tokens.Name(expected),
            OperandLexeme.Number => Tokens.Number(expected),
            OperandLexeme.Size => Tokens.Size(expected),
            OperandLexeme.Version => Tokens.Version(expected),
            OperandLexeme.Errno => Tokens.Errno(expected),
            _ => FixedWords(OperandForm.Of(kinds[0]).Words),
        };
    }

    private static Parser<SyntaxToken> FixedWords(ImmutableArray<string> words) =>
        Tokens.OneOf(words.ToHashSet(), [.. words.Select(Expected.Word)]);
}
