using System.Collections.Immutable;
using TopologyLang.Language.Binding.Builders;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Binding;

/// <summary>Finds what is missing in a topology, and the mistake that each missing declaration depends on.</summary>
internal sealed class LeftOutFinder
{
    private readonly SymbolTable symbols;
    private readonly Records records;
    private readonly Dictionary<string, List<(int Start, FileSpan Where, string Message)>> mistakes;
    private readonly Dictionary<Symbol, LeftOut?> known = [];

    public LeftOutFinder(SymbolTable symbols, Records records, ImmutableArray<BindingError> errors)
    {
        this.symbols = symbols;
        this.records = records;
        mistakes = errors
            .Where(error => error.Severity == BindingSeverity.Error)
            .Select(error => (error.Where, error.Message))
            .GroupBy(mistake => mistake.Where.Path, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group =>
                    group
                        .Select(mistake => (mistake.Where.Span.Start, mistake.Where, mistake.Message))
                        .OrderBy(one => one.Start)
                        .ToList(),
                StringComparer.Ordinal
            );
    }

    /// <summary>
    /// In the order of the text. A second declaration of a name is not missing: the first one counts.
    /// </summary>
    public ImmutableArray<LeftOut> Of(DeclarationKind kind) =>
        [
            .. symbols
                .Of(kind)
                .Where(symbol => !HasRecord(symbol) && IsTheOne(symbol) && symbol.Declaration.Syntax.HeadIsComplete)
                .Select(Find)
                .OfType<LeftOut>(),
        ];

    private LeftOut? Find(Symbol symbol)
    {
        if (!this.known.TryGetValue(symbol, out var known))
        {
            // While it is looked for there is no answer: declarations can name each other in a circle.
            this.known[symbol] = null;
            this.known[symbol] = known = HasRecord(symbol) ? null : Cause(symbol);
        }

        return known;
    }

    private LeftOut Cause(Symbol symbol)
    {
        if (FirstMistakeIn(symbol) is var (where, message))
        {
            return new LeftOut(symbol, where, message);
        }

        foreach (var target in symbol.Targets)
        {
            if (target is not null && Find(target) is { } cause)
            {
                return cause with { Symbol = symbol };
            }
        }

        return new LeftOut(symbol, symbol.NameSpan, $"the {symbol.Kind.Keyword()} is not understood");
    }

    private (FileSpan Where, string Message)? FirstMistakeIn(Symbol symbol)
    {
        var syntax = symbol
            .Declaration.Syntax.Errors.OrderBy(error => error.Span.Start)
            .Select(error => (symbol.Place(error.Span), error.Message));
        var name = FirstWrongNameIn(symbol);
        return
            syntax.Cast<(FileSpan Where, string Message)?>().FirstOrDefault() is { } first
            && (name is null || first.Where.Span.Start <= name.Value.Where.Span.Start)
            ? first
            : name;
    }

    private (FileSpan Where, string Message)? FirstWrongNameIn(Symbol symbol)
    {
        if (!this.mistakes.TryGetValue(symbol.Path, out var mistakes))
        {
            return null;
        }

        var (start, end) = (symbol.Declaration.Start, symbol.Declaration.End);
        var (low, high) = (0, mistakes.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = mistakes[middle].Start < start ? (middle + 1, high) : (low, middle);
        }

        return low < mistakes.Count && mistakes[low].Start < end ? (mistakes[low].Where, mistakes[low].Message) : null;
    }

    private bool IsTheOne(Symbol symbol) =>
        symbol.Kind == DeclarationKind.Expect
            ? symbol.Declaration.Syntax.Members is [StatementSyntax] && symbol.Local.Expectation is not null
            : symbols.Find(symbol.Kind, symbol.Name) == symbol;

    private bool HasRecord(Symbol symbol) =>
        symbol.Kind switch
        {
            DeclarationKind.Program => records.HasProgram(symbol.Name),
            DeclarationKind.Template or DeclarationKind.Import => symbols.Stands(symbol),
            _ => symbol.Record is not null,
        };
}
