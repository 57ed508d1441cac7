using System.Collections.Immutable;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Binding;

/// <summary>Finds what is missing in a topology, and the mistake that each missing declaration hangs on.</summary>
internal sealed class LeftOutFinder
{
    private readonly SymbolTable _symbols;
    private readonly TopologyBuilder _builder;
    private readonly HashSet<Symbol> _expectations;
    private readonly Dictionary<string, List<(int Start, FileSpan Where, string Message)>> _mistakes;
    private readonly Dictionary<Symbol, LeftOut?> _known = [];

    public LeftOutFinder(SymbolTable symbols, TopologyBuilder builder, IEnumerable<BoundFile> files, ImmutableArray<BindingError> errors)
    {
        _symbols = symbols;
        _builder = builder;
        _expectations = [.. builder.Expectations.Select(pair => pair.Symbol)];
        var syntax = files.SelectMany(file => file.Tree.Errors.Select(error => (Where: new FileSpan(file.Path, error.Span), error.Message)));
        var binding = errors.Where(error => error.Severity == BindingSeverity.Error).Select(error => (error.Where, error.Message));
        _mistakes = syntax.Concat(binding)
            .GroupBy(mistake => mistake.Where.Path, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.Select(mistake => (mistake.Where.Span.Start, mistake.Where, mistake.Message)).OrderBy(one => one.Start).ToList(),
                StringComparer.Ordinal);
    }

    /// <summary>In the order of the text. A second declaration of a name is not missing: the first one counts.</summary>
    public ImmutableArray<LeftOut> Of(DeclarationKind kind) =>
    [
        .. _symbols.All
            .Where(symbol => symbol.Kind == kind && IsTheOne(symbol) && symbol.Declaration.Syntax.HeadIsComplete)
            .Select(Find)
            .OfType<LeftOut>(),
    ];

    private LeftOut? Find(Symbol symbol)
    {
        if (!_known.TryGetValue(symbol, out var known))
        {
            // While it is looked for there is no answer: declarations can name each other in a circle.
            _known[symbol] = null;
            _known[symbol] = known = HasRecord(symbol) ? null : Cause(symbol);
        }

        return known;
    }

    private LeftOut Cause(Symbol symbol)
    {
        if (FirstMistakeIn(symbol) is var (where, message))
        {
            return new LeftOut(symbol, where, message);
        }

        foreach (var (kind, token, _) in symbol.Local.References)
        {
            if (_symbols.Find(kind, token.Text) is { } target && Find(target) is { } cause)
            {
                return cause with { Symbol = symbol };
            }
        }

        return new LeftOut(symbol, symbol.NameSpan, $"the {symbol.Kind.Keyword()} is not understood");
    }

    private (FileSpan Where, string Message)? FirstMistakeIn(Symbol symbol)
    {
        if (!_mistakes.TryGetValue(symbol.Path, out var mistakes))
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

        return low < mistakes.Count && mistakes[low].Start <= end ? (mistakes[low].Where, mistakes[low].Message) : null;
    }

    private bool IsTheOne(Symbol symbol) => symbol.Kind == DeclarationKind.Expect
        ? symbol.Declaration.Syntax.Members is [StatementSyntax] && symbol.Local.Expectation is not null
        : _symbols.Find(symbol.Kind, symbol.Name) == symbol;

    private bool HasRecord(Symbol symbol) => symbol.Kind switch
    {
        DeclarationKind.Host => _builder.Hosts.ContainsKey(symbol.Name),
        DeclarationKind.Iommu => _builder.Iommus.ContainsKey(symbol.Name),
        DeclarationKind.Device => _builder.Devices.ContainsKey(symbol.Name),
        DeclarationKind.Domain => _builder.Domains.ContainsKey(symbol.Name),
        DeclarationKind.Guest => _builder.Guests.ContainsKey(symbol.Name),
        DeclarationKind.Program => _builder.Programs.ContainsKey(symbol.Name),
        DeclarationKind.Scenario => _builder.Scenarios.ContainsKey(symbol.Name),
        DeclarationKind.Expect => _expectations.Contains(symbol),
        _ => _symbols.Stands(symbol),
    };
}
