using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding;

/// <summary>Every declaration by kind and name, and the question whether what it names is there.</summary>
internal sealed class SymbolTable
{
    private readonly Dictionary<(DeclarationKind Kind, string Name), Symbol> _byName = [];
    private readonly Dictionary<Symbol, bool> _stands = [];
    private readonly ErrorList _errors;
    private int _depth;

    public SymbolTable(IEnumerable<Symbol> declarations, IEnumerable<Symbol> library, ErrorList errors)
    {
        _errors = errors;
        All = [.. declarations];
        foreach (var symbol in All)
        {
            Declare(symbol);
        }

        foreach (var template in library)
        {
            // A file's own template of the same name counts instead.
            _byName.TryAdd((template.Kind, template.Name), template);
        }
    }

    public ImmutableArray<Symbol> All { get; }

    public Symbol? Find(DeclarationKind kind, string name) => _byName.GetValueOrDefault((kind, name));

    public IEnumerable<Symbol> Named => _byName.Values;

    /// <summary>The names of a kind, in no order that matters.</summary>
    public IEnumerable<string> Names(DeclarationKind kind) => _byName.Keys.Where(key => key.Kind == kind).Select(key => key.Name);

    /// <summary>The declaration with this name that counts: not a duplicate, understood, and all that it needs is there too.</summary>
    public bool Stands(Symbol symbol)
    {
        if (_stands.TryGetValue(symbol, out var stands))
        {
            return stands;
        }

        // While it is being answered the answer is no: a host that runs, through its guests, in itself cannot stand.
        _stands[symbol] = false;
        if (++_depth > Syntax.SourceLimits.NestingDepth)
        {
            _errors.Error(BindingCodes.Cycle, symbol.NameSpan,
                $"hosts in guests are nested more than {Syntax.SourceLimits.NestingDepth} deep");
        }
        else
        {
            stands = !symbol.Local.IsBroken && IsTheOne(symbol)
                && symbol.Local.References.All(reference => !reference.Required || Stands(symbol, reference));
        }

        _depth--;
        return _stands[symbol] = stands;
    }

    /// <summary>Reports each name of the declaration that is not declared.</summary>
    public void ReportUnknownNames(Symbol symbol)
    {
        foreach (var (kind, token, _) in symbol.Local.References)
        {
            if (Find(kind, token.Text) is { } found)
            {
                ReportTemplateKind(symbol, token.Text, found);
                continue;
            }

            if (kind == DeclarationKind.Program && BuiltInProgramOwner(token.Text) is not null)
            {
                continue;
            }

            var suggestion = _errors.Nearest(token.Text, Names(kind), orOnly: kind != DeclarationKind.Template);
            var other = DeclarationKinds.WithProperties.FirstOrDefault(one => Find(one, token.Text) is not null, kind);
            var meant = suggestion is not null ? $"; did you mean `{suggestion}`?"
                : other != kind ? $"; `{token}` is {other.WithArticle()}"
                : "";
            _errors.Error(BindingCodes.UnknownName, symbol.Place(token.Span), $"no {kind.Keyword()} `{token}` is declared{meant}",
                suggestion);
        }
    }

    public void ReportCycles()
    {
        foreach (var host in All.Where(symbol => symbol.Kind == DeclarationKind.Host && Innermost(symbol) == symbol))
        {
            _errors.Error(BindingCodes.Cycle, host.NameSpan, $"the host `{host.Name}` runs in a guest that runs, in the end, on itself");
        }
    }

    /// <summary>The device that the name of a built-in program speaks of; null where it is no such name.</summary>
    private Symbol? BuiltInProgramOwner(string name) =>
        BuiltInPrograms.DeviceOf(name) is { } device ? Find(DeclarationKind.Device, device) : null;

    private Symbol? Target(NameReference reference) => Find(reference.Kind, reference.Token.Text)
        ?? (reference.Kind == DeclarationKind.Program ? BuiltInProgramOwner(reference.Token.Text) : null);

    private bool Stands(Symbol symbol, NameReference reference) =>
        Target(reference) is { } target
        && (reference.Kind != DeclarationKind.Template || target.PropertiesOf == symbol.Kind)
        && Stands(target);

    private bool IsTheOne(Symbol symbol) => symbol.Kind == DeclarationKind.Expect || Find(symbol.Kind, symbol.Name) == symbol;

    /// <summary>
    /// The host that a chain of guests and hosts leads back to: the same one if it runs in itself; null if the chain ends.
    /// </summary>
    private Symbol? Innermost(Symbol host)
    {
        var current = host;
        for (var steps = 0; steps < Syntax.SourceLimits.NestingDepth; steps++)
        {
            var guest = Target(current, "in", DeclarationKind.Guest);
            current = guest is null ? null : Target(guest, "on", DeclarationKind.Host);
            if (current is null || current == host)
            {
                return current;
            }
        }

        return null;
    }

    private Symbol? Target(Symbol symbol, string clause, DeclarationKind kind) =>
        symbol.Declaration.Syntax.Clause(clause) is { } found ? Find(kind, found.Names[0].Text) : null;

    private void ReportTemplateKind(Symbol symbol, string name, Symbol found)
    {
        if (found is { Kind: DeclarationKind.Template, PropertiesOf: { } of } && of != symbol.Kind)
        {
            var fitting = _errors.Nearest(name,
                Names(DeclarationKind.Template).Where(one => Find(DeclarationKind.Template, one)!.PropertiesOf == symbol.Kind));
            _errors.Error(
                BindingCodes.Template,
                symbol.Place(symbol.Declaration.Syntax.Template!.Value.Span),
                $"the template `{name}` is for {of.WithArticle()}, and this is {symbol.Kind.WithArticle()}",
                fitting);
        }
    }

    private void Declare(Symbol symbol)
    {
        if (symbol.Name.Length == 0 || symbol.Kind is DeclarationKind.Expect or DeclarationKind.Import)
        {
            return;
        }

        if (!_byName.TryAdd((symbol.Kind, symbol.Name), symbol))
        {
            _errors.Add(new BindingError(
                BindingCodes.Duplicate, BindingSeverity.Error, symbol.NameSpan,
                    $"there is {symbol.Kind.WithArticle()} `{symbol.Name}` already; this one does not count")
            {
                Related = [new RelatedSpan(_byName[(symbol.Kind, symbol.Name)].NameSpan, "the first one")],
            });
        }
    }
}
