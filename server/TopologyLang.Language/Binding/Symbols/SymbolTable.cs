using System.Collections.Immutable;
using TopologyLang.Language.Binding.Declarations;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding.Symbols;

/// <summary>Every declaration by kind and name, and the question whether what it names is there.</summary>
internal sealed class SymbolTable
{
    private readonly ImmutableArray<List<Symbol>> byKind =
    [
        .. Enum.GetValues<DeclarationKind>().Select(_ => new List<Symbol>()),
    ];
    private readonly ImmutableArray<Dictionary<string, Symbol>> byName;
    private readonly ImmutableArray<Symbol> library;
    private readonly ErrorList errors;
    private readonly FileNames? whole;

    /// <param name="whole">The file of which the declarations are a part; null where they are all.</param>
    public SymbolTable(
        IEnumerable<Symbol> declarations,
        IEnumerable<Symbol> library,
        ErrorList errors,
        FileNames? whole = null
    )
    {
        this.errors = errors;
        this.whole = whole;
        All = [.. declarations];
        foreach (var symbol in All)
        {
            byKind[(int)symbol.Kind].Add(symbol);
        }

        byName = [.. byKind.Select(symbols => new Dictionary<string, Symbol>(symbols.Count, StringComparer.Ordinal))];
        foreach (var symbol in All)
        {
            Declare(symbol);
        }

        this.library = [.. library];
        foreach (var template in this.library)
        {
            // A file's own template of the same name counts instead.
            byName[(int)template.Kind].TryAdd(template.Name, template);
        }

        foreach (var symbol in All)
        {
            symbol.Targets = Resolve(symbol.Local.References);
        }
    }

    public ImmutableArray<Symbol> All { get; }

    /// <summary>The declarations of a kind in the order of the text, with the ones that do not count.</summary>
    public IReadOnlyList<Symbol> Of(DeclarationKind kind) => byKind[(int)kind];

    public Symbol? Find(DeclarationKind kind, string name) => byName[(int)kind].GetValueOrDefault(name);

    /// <summary>Somebody asked for every name of a kind, and these declarations are a part of a file.</summary>
    public bool AskedTheWhole { get; private set; }

    /// <summary>The names of a kind in the whole file, in the order of the text, then those of the library.</summary>
    private IEnumerable<(string Name, DeclarationKind? PropertiesOf)> Names(DeclarationKind kind)
    {
        AskedTheWhole |= whole is not null;
        var named = whole is null
            ? Of(kind).Select(symbol => (symbol.Name, symbol.PropertiesOf))
            : whole.Of(kind).Select(one => (Name: one.Key, PropertiesOf: one.Value));
        return named
            .Where(one => one.Name.Length > 0)
            .Concat(
                library
                    .Where(template => template.Kind == kind)
                    .Select(template => (template.Name, template.PropertiesOf))
            )
            .DistinctBy(one => one.Name, StringComparer.Ordinal);
    }

    /// <summary>
    /// A declaration of the kind has this name, in the whole file or in the library. One look, however many names there
    /// are.
    /// </summary>
    private bool IsName(DeclarationKind kind, string name) =>
        Find(kind, name) is not null || whole?.Of(kind).ContainsKey(name) == true;

    /// <summary>
    /// The declaration with this name that counts: not a duplicate, understood, and all that it needs is there too.
    /// </summary>
    public bool Stands(Symbol symbol)
    {
        if (symbol.Stands is null)
        {
            Settle(symbol);
        }

        return symbol.Stands == true;
    }

    /// <summary>
    /// Answers for the declaration and all that it needs, what is needed first. The stack is a list, since a chain of
    /// hosts in guests may be as long as the file.
    /// </summary>
    private void Settle(Symbol first)
    {
        var open = new Stack<(Symbol Symbol, bool NeedsAreSettled)>([(first, false)]);
        while (open.TryPop(out var next))
        {
            var symbol = next.Symbol;
            if (next.NeedsAreSettled)
            {
                symbol.Stands = !symbol.Local.IsBroken && IsTheOne(symbol) && HasWhatItNeeds(symbol) && Nests(symbol);
            }
            else if (symbol.Stands is null)
            {
                // While it is being answered the answer is no: a host that runs, through its guests, in itself cannot
                // stand.
                symbol.Stands = false;
                open.Push((symbol, true));
                foreach (var need in Needs(symbol).OfType<Symbol>())
                {
                    open.Push((need, false));
                }
            }
        }
    }

    /// <summary>
    /// Counted from the real machine up, so that the order of the declarations does not matter. Asked only where all
    /// that the declaration needs stands.
    /// </summary>
    private bool Nests(Symbol symbol)
    {
        var around = Needs(symbol).Select(need => need!.GuestsAround).DefaultIfEmpty(0).Max();
        symbol.GuestsAround = symbol.Kind == DeclarationKind.Guest ? around + 1 : around;
        if (symbol.Kind != DeclarationKind.Host || around <= SourceLimits.NestingDepth)
        {
            return true;
        }

        errors.Error(
            BindingCodes.Cycle,
            symbol.NameSpan,
            $"hosts in guests are nested more than {SourceLimits.NestingDepth} deep"
        );
        return false;
    }

    /// <summary>Reports each name of the declaration that is not declared.</summary>
    public void ReportUnknownNames(Symbol symbol)
    {
        for (var i = 0; i < symbol.Targets.Length; i++)
        {
            var (kind, token, _) = symbol.Local.References[i];
            if (symbol.Targets[i] is { } found)
            {
                ReportTemplateKind(symbol, token.Text, found);
                continue;
            }

            if (kind == DeclarationKind.Program && BuiltInProgramOwner(token.Text) is not null)
            {
                continue;
            }

            var suggestion =
                (kind == DeclarationKind.Program ? NearestBuiltIn(token.Text) : null)
                ?? errors.Nearest(
                    token.Text,
                    Names(kind).Select(one => one.Name),
                    orOnly: kind != DeclarationKind.Template
                );
            var other = DeclarationKinds.WithProperties.FirstOrDefault(one => IsName(one, token.Text), kind);
            var meant =
                suggestion is not null ? $"; did you mean `{suggestion}`?"
                : other != kind ? $"; `{token}` is {other.WithArticle()}"
                : "";
            errors.Error(
                BindingCodes.UnknownName,
                symbol.Place(token.Span),
                $"no {kind.Keyword()} `{token}` is declared{meant}",
                suggestion
            );
        }
    }

    public void ReportCycles()
    {
        var hosts = Of(DeclarationKind.Host);
        var inCycle = InCycles(hosts);
        foreach (var host in hosts.Where(inCycle.Contains))
        {
            errors.Error(
                BindingCodes.Cycle,
                host.NameSpan,
                $"the host `{host.Name}` runs in a guest that runs, in the end, on itself"
            );
        }
    }

    /// <summary>Each host is walked over once, whatever the number and the length of the chains.</summary>
    private HashSet<Symbol> InCycles(IEnumerable<Symbol> hosts)
    {
        var metFrom = new Dictionary<Symbol, Symbol>();
        var inCycle = new HashSet<Symbol>();
        foreach (var start in hosts)
        {
            var host = start;
            while (host is not null && metFrom.TryAdd(host, start))
            {
                host = HostBelow(host);
            }

            // A host that this same walk has met: from it on, the walk goes round.
            while (host is not null && metFrom[host] == start && inCycle.Add(host))
            {
                host = HostBelow(host);
            }
        }

        return inCycle;
    }

    /// <summary>The device that the name of a built-in program speaks of; null where it is no such name.</summary>
    private Symbol? BuiltInProgramOwner(string name) =>
        BuiltInPrograms.DeviceOf(name) is { } device ? Find(DeclarationKind.Device, device) : null;

    /// <summary>
    /// The built-in program that a misspelt name means: either its device is declared, or what it asks is a known word.
    /// </summary>
    private string? NearestBuiltIn(string name)
    {
        if (BuiltInPrograms.Parse(name) is var (device, kind))
        {
            var meant = errors.Nearest(device, Names(DeclarationKind.Device).Select(one => one.Name));
            return meant is null ? null : BuiltInPrograms.NameOf(meant, kind);
        }

        for (var dash = name.IndexOf('-'); dash > 0; dash = name.IndexOf('-', dash + 1))
        {
            var known = name[..dash];
            if (Find(DeclarationKind.Device, known) is not null)
            {
                return errors.Nearest(
                    name,
                    Enum.GetValues<BuiltInKind>().Select(one => BuiltInPrograms.NameOf(known, one))
                );
            }
        }

        return null;
    }

    private ImmutableArray<Symbol?> Resolve(ImmutableArray<NameReference> references)
    {
        var targets = ImmutableArray.CreateBuilder<Symbol?>(references.Length);
        foreach (var (kind, token, _) in references)
        {
            targets.Add(Find(kind, token.Text));
        }

        return targets.MoveToImmutable();
    }

    private bool HasWhatItNeeds(Symbol symbol)
    {
        for (var i = 0; i < symbol.Targets.Length; i++)
        {
            var reference = symbol.Local.References[i];
            if (reference.Required && !IsThere(symbol, reference, Needed(reference, symbol.Targets[i])))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsThere(Symbol symbol, NameReference reference, Symbol? target) =>
        target?.Stands == true && (reference.Kind != DeclarationKind.Template || target.PropertiesOf == symbol.Kind);

    /// <summary>What the declaration means nothing without; null for a name that leads nowhere.</summary>
    private IEnumerable<Symbol?> Needs(Symbol symbol) =>
        symbol
            .Targets.Zip(symbol.Local.References)
            .Where(pair => pair.Second.Required)
            .Select(pair => Needed(pair.Second, pair.First));

    private Symbol? Needed(NameReference reference, Symbol? target) =>
        target ?? (reference.Kind == DeclarationKind.Program ? BuiltInProgramOwner(reference.Token.Text) : null);

    private bool IsTheOne(Symbol symbol) =>
        symbol.Kind == DeclarationKind.Expect || Find(symbol.Kind, symbol.Name) == symbol;

    /// <summary>The host of the guest that the host runs in; null for a real machine.</summary>
    private Symbol? HostBelow(Symbol host) =>
        Target(host, "in", DeclarationKind.Guest) is { } guest ? Target(guest, "on", DeclarationKind.Host) : null;

    private Symbol? Target(Symbol symbol, string clause, DeclarationKind kind) =>
        symbol.Declaration.Syntax.Clause(clause) is { } found ? Find(kind, found.Names[0].Text) : null;

    private void ReportTemplateKind(Symbol symbol, string name, Symbol found)
    {
        if (found is { Kind: DeclarationKind.Template, PropertiesOf: { } of } && of != symbol.Kind)
        {
            var fitting = errors.Nearest(
                name,
                Names(DeclarationKind.Template).Where(one => one.PropertiesOf == symbol.Kind).Select(one => one.Name)
            );
            errors.Error(
                BindingCodes.Template,
                symbol.Place(symbol.Declaration.Syntax.Template!.Value.Span),
                $"the template `{name}` is for {of.WithArticle()}, and this is {symbol.Kind.WithArticle()}",
                fitting
            );
        }
    }

    private void Declare(Symbol symbol)
    {
        if (symbol.Name.Length == 0 || symbol.Kind is DeclarationKind.Expect or DeclarationKind.Import)
        {
            return;
        }

        if (!byName[(int)symbol.Kind].TryAdd(symbol.Name, symbol))
        {
            errors.Add(
                new BindingError(
                    BindingCodes.Duplicate,
                    BindingSeverity.Error,
                    symbol.NameSpan,
                    $"there is {symbol.Kind.WithArticle()} `{symbol.Name}` already; this one does not count"
                )
                {
                    Related = [new RelatedSpan(Find(symbol.Kind, symbol.Name)!.NameSpan, "the first one")],
                }
            );
        }
    }
}
