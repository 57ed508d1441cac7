using System.Collections.Immutable;
using TopologyLang.Language.Statements;

namespace TopologyLang.Language.Queries.Cursor;

/// <summary>A form of statement that the words so far may be the start of.</summary>
/// <param name="Next">The elements that may come next, as places in <see cref="StatementForm.Elements"/>: several where
/// one is optional.</param>
internal sealed record StatementMatch(StatementForm Form, ImmutableArray<int> Next)
{
    /// <param name="fits">Whether a word may stand for an operand.</param>
    public static IEnumerable<StatementMatch> Of(
        StatementContext context,
        ImmutableArray<string> words,
        Func<OperandKind, string, bool> fits
    ) =>
        from form in StatementForms.Of(context)
        let next = After(form, words, fits)
        where next >= 0
        select new StatementMatch(form, Following(form, next));

    /// <summary>The place of the element after the words; -1 where they do not fit.</summary>
    private static int After(StatementForm form, ImmutableArray<string> words, Func<OperandKind, string, bool> fits)
    {
        var at = 0;
        foreach (var word in words)
        {
            while (at < form.Elements.Length && !Fits(form.Elements[at], word, fits) && form.Elements[at].Optional)
            {
                at++;
            }

            if (at >= form.Elements.Length || !Fits(form.Elements[at], word, fits))
            {
                return -1;
            }

            at++;
        }

        return at;
    }

    private static bool Fits(StatementElement element, string word, Func<OperandKind, string, bool> fits) =>
        element.Operand is { } operand ? fits(operand, word) : element.Words.Contains(word);

    private static ImmutableArray<int> Following(StatementForm form, int next)
    {
        var following = ImmutableArray.CreateBuilder<int>();
        for (; next < form.Elements.Length; next++)
        {
            following.Add(next);
            if (!form.Elements[next].Optional)
            {
                break;
            }
        }

        return following.ToImmutable();
    }
}
