using System.Collections.Immutable;
using TopologyLang.Language.Binding.Builders;
using TopologyLang.Language.Binding.Declarations;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding;

/// <summary>What a file and its imports mean, and where in the text each part of it stands.</summary>
public sealed class Binding
{
    private readonly SymbolTable symbols;
    private readonly Records records;
    private readonly ImmutableArray<Symbol> expectations;
    private readonly ElementFinder elements;

    internal Binding(
        SystemTopology topology,
        SymbolTable symbols,
        Records records,
        FileCollector files,
        ImmutableArray<BindingError> errors
    )
    {
        Topology = topology;
        Errors = errors;
        Files = [.. files.Files];
        Imports = files.Targets;
        this.symbols = symbols;
        this.records = records;
        expectations = [.. symbols.Of(DeclarationKind.Expect).Where(symbol => symbol.Record is not null)];
        elements = new ElementFinder(symbols);
        var leftOut = new LeftOutFinder(symbols, records, errors);
        LeftOutPrograms = leftOut.Of(DeclarationKind.Program);
        LeftOutScenarios = leftOut.Of(DeclarationKind.Scenario);
        LeftOutExpectations = leftOut.Of(DeclarationKind.Expect);
    }

    public SystemTopology Topology { get; }

    /// <summary>
    /// Of a part of a file: something in it was misspelt, so that what is said of it depends on the names elsewhere
    /// too.
    /// </summary>
    public bool AsksTheWhole => symbols.AskedTheWhole;

    /// <summary>Gave the imports; a changed text of the file can be bound with the same.</summary>
    public required ImportResolver Importer { get; init; }

    /// <summary>Without the syntax errors, which the trees of <see cref="Files"/> have.</summary>
    public ImmutableArray<BindingError> Errors { get; }

    /// <summary>The file itself first, then what it imports, each once.</summary>
    public ImmutableArray<BoundFile> Files { get; }

    /// <summary>Of one of <see cref="Files"/>, or of the <see cref="Library"/>.</summary>
    /// <exception cref="InvalidOperationException">No such file.</exception>
    public SourceText TextOf(string path) =>
        path == Library.Path ? Library.Tree.Text : Files.First(file => file.Path == path).Tree.Text;

    /// <summary>
    /// For each import, by its file and the start of its declaration, the path of the file that it names.
    /// </summary>
    public IReadOnlyDictionary<(string Path, int Start), string> Imports { get; }

    /// <summary>
    /// Every declaration in the order of the text, imported ones where their import stands; with the ones that do not
    /// count.
    /// </summary>
    public ImmutableArray<Symbol> All => symbols.All;

    /// <summary>
    /// The declaration that has the name; a template may be one of the <see cref="Library"/>. Null where there is none.
    /// </summary>
    public Symbol? Find(DeclarationKind kind, string name) => symbols.Find(kind, name);

    /// <summary>Programs of which the topology has no record.</summary>
    public ImmutableArray<LeftOut> LeftOutPrograms { get; }

    /// <summary>Scenarios of which the topology has no record.</summary>
    public ImmutableArray<LeftOut> LeftOutScenarios { get; }

    /// <summary>
    /// Expectations that are understood as far as their words go and of which the topology has no record.
    /// </summary>
    public ImmutableArray<LeftOut> LeftOutExpectations { get; }

    /// <exception cref="KeyNotFoundException">No program of the topology has the name (a built-in one has no
    /// text).</exception>
    public FileSpan StepSpan(string program, int step)
    {
        var symbol = Required(DeclarationKind.Program, program);
        return symbol.Place(symbol.Local.Steps[step].Syntax.Span);
    }

    /// <exception cref="KeyNotFoundException">No scenario of the topology has the name.</exception>
    public FileSpan OperationSpan(string scenario, int operation)
    {
        var symbol = Required(DeclarationKind.Scenario, scenario);
        return symbol.Place(symbol.Local.Operations[operation].Syntax.Span);
    }

    /// <summary>
    /// Of the expectation with this place in <see cref="SystemTopology.Expectations"/>; behind their end come
    /// <see cref="LeftOutExpectations"/>.
    /// </summary>
    public FileSpan ExpectationSpan(int expectation)
    {
        var symbol = ExpectationSymbol(expectation);
        return symbol.Place(symbol.Declaration.Syntax.Span);
    }

    /// <summary>What stands after <c>expect</c>, with single spaces between the words.</summary>
    public string ExpectationText(int expectation)
    {
        var statement = (StatementSyntax)ExpectationSymbol(expectation).Declaration.Syntax.Members[0];
        return string.Join(' ', statement.Parts.Skip(1).Select(part => part.Token.Text));
    }

    /// <summary>
    /// The device in the domain's attach list or, where it is there by an assignment alone, in the guest's assign list.
    /// </summary>
    public FileSpan? AttachSpan(string domain, string device) =>
        ItemSpan(Find(DeclarationKind.Domain, domain), "attach", item => item is WordValue word && word.Word == device)
        ?? Topology
            .Guests.Where(guest => guest.Assign.Contains(new Assignment(device, domain)))
            .Select(guest => AssignSpan(guest.Name, device))
            .FirstOrDefault();

    /// <summary>The device in the guest's assign list.</summary>
    public FileSpan? AssignSpan(string guest, string device) =>
        ItemSpan(
            Find(DeclarationKind.Guest, guest),
            "assign",
            item => item is ViaValue via && via.Device.Text == device
        );

    /// <summary>The property as the declaration writes it; null where it does not.</summary>
    public FileSpan? PropertySpan(DeclarationKind kind, string name, string property) =>
        Find(kind, name) is { } symbol && symbol.Local.Property(property) is { } written
            ? symbol.Place(written.Syntax.Span)
            : null;

    /// <summary>The statement that declares the buffer; null where there is none.</summary>
    public FileSpan? BufferSpan(string program, string buffer) => BufferSpan(program, buffer, local => local.Name.Span);

    /// <summary>The type of the buffer in the statement that declares it; null where there is none.</summary>
    public FileSpan? BufferTypeSpan(string program, string buffer) =>
        BufferSpan(program, buffer, local => local.Type.Span);

    private FileSpan? BufferSpan(string program, string buffer, Func<LocalBuffer, TextSpan> part)
    {
        var symbol = Find(DeclarationKind.Program, program);
        var found = symbol?.Local.Buffers.FirstOrDefault(local => local.Buffer.Name == buffer);
        return found is { Buffer: not null } ? symbol!.Place(part(found.Value)) : null;
    }

    /// <summary>
    /// What counts for a declaration, with its reasons; empty where it has no properties or is left out of the
    /// topology.
    /// </summary>
    public ImmutableArray<EffectiveProperty> PropertiesOf(Symbol symbol) => records.ValuesOf(symbol)?.All ?? [];

    /// <summary>
    /// What stands at an offset, or ends there; null in space, comments and signs, and in other files.
    /// </summary>
    public SyntaxElement? ElementAt(string path, int offset)
    {
        var file =
            path == Library.Path ? new BoundFile(path, Library.Tree) : Files.FirstOrDefault(one => one.Path == path);
        return file is null ? null : elements.At(file, offset);
    }

    /// <summary>
    /// Every place that names the declaration, without its own name; in the order of <see cref="All"/>.
    /// </summary>
    public ImmutableArray<FileSpan> References(Symbol symbol) =>
        [
            .. from user in All
            from reference in user.Local.References
            where
                reference.Kind == symbol.Kind
                && reference.Token.Text == symbol.Name
                && Find(symbol.Kind, symbol.Name) == symbol
            select user.Place(reference.Token.Span),
        ];

    private static FileSpan? ItemSpan(Symbol? symbol, string property, Func<ValueSyntax, bool> isIt)
    {
        var list = symbol?.Local.Property(property)?.Syntax.Value as ListValue;
        var item = list?.Items.FirstOrDefault(isIt);
        return item is null ? null : symbol!.Place(item.Span);
    }

    private Symbol ExpectationSymbol(int expectation) =>
        expectation < expectations.Length
            ? expectations[expectation]
            : LeftOutExpectations[expectation - expectations.Length].Symbol;

    private Symbol Required(DeclarationKind kind, string name) =>
        Find(kind, name) ?? throw new KeyNotFoundException($"no {kind.Keyword()} '{name}' is declared");
}
