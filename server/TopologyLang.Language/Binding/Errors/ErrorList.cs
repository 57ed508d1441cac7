using System.Collections.Immutable;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Binding.Errors;

internal sealed class ErrorList
{
    /// <summary>
    /// Looking for a similar name costs a look at every name; a file with more mistakes than this needs no such help.
    /// </summary>
    private const int Suggestions = 200;

    /// <summary>The same, counted in looks: a second or so, whatever the file is.</summary>
    private const long Looks = 2_000_000;

    private readonly ImmutableArray<BindingError>.Builder errors = ImmutableArray.CreateBuilder<BindingError>();
    private int suggested;
    private long looks;

    public ImmutableArray<BindingError> ToImmutable() => errors.ToImmutable();

    /// <summary>As of syntax errors, only the first ones are kept.</summary>
    public void Add(BindingError error)
    {
        if (errors.Count < SourceLimits.Errors)
        {
            errors.Add(error);
        }
        else if (errors.Count == SourceLimits.Errors)
        {
            var message = $"more than {SourceLimits.Errors:N0} mistakes: the rest is not shown";
            errors.Add(new BindingError(BindingCodes.TooManyErrors, BindingSeverity.Error, error.Where, message));
        }
    }

    public void Error(string code, FileSpan where, string message, string? suggestion = null) =>
        Add(new BindingError(code, BindingSeverity.Error, where, message) { Suggestion = suggestion });

    public void Warning(string code, FileSpan where, string message) =>
        Add(new BindingError(code, BindingSeverity.Warning, where, message));

    /// <param name="orOnly">Where there is only one known word, it is probably meant, however it is spelt.</param>
    public string? Nearest(string name, IEnumerable<string> known, bool orOnly = false)
    {
        if (suggested++ >= Suggestions || looks >= Looks)
        {
            return null;
        }

        List<string> words = [.. known];
        looks += words.Count;
        return Spelling.Nearest(name, words) ?? (orOnly && words.Count == 1 ? words[0] : null);
    }
}
