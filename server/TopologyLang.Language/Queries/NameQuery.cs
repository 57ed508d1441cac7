using System.Collections.Immutable;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Statements;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Queries;

/// <summary>What a name means and where else it stands.</summary>
public static class NameQuery
{
    /// <summary>What is named at a place; null where no name stands or nothing has it.</summary>
    public static Named? At(Binding.Binding binding, string path, int offset) =>
        binding.ElementAt(path, offset) switch
        {
            { Kind: SyntaxElementKind.Buffer } element
                when binding.BufferSpan(element.Owner.Name, element.Text) is not null => new Named(
                element.Owner,
                element.Text
            ),
            { Symbol: { } symbol } => new Named(symbol, null),
            { Kind: SyntaxElementKind.Reference } element
                when BuiltInPrograms.DeviceOf(element.Text) is { } device
                    && binding.Find(DeclarationKind.Device, device) is { } owner => new Named(owner, null),
            _ => null,
        };

    /// <summary>
    /// The word at a place that <see cref="At"/> is about; of a built-in program's name only that of its device.
    /// </summary>
    public static FileSpan? WordAt(Binding.Binding binding, string path, int offset) =>
        At(binding, path, offset) is { } named && binding.ElementAt(path, offset) is { } element
            ? new FileSpan(element.Span.Path, new TextSpan(element.Span.Span.Start, named.Name.Length))
            : null;

    /// <summary>Where it is declared; null for a declaration without a name.</summary>
    public static FileSpan? DeclarationOf(Binding.Binding binding, Named named) =>
        named.Buffer is { } buffer ? binding.BufferSpan(named.Symbol.Name, buffer) : named.Symbol.NameSpan;

    /// <summary>The template that a declaration takes values from; null where it has none.</summary>
    public static Symbol? TemplateOf(Binding.Binding binding, Symbol symbol) =>
        symbol.Kind != DeclarationKind.Template && symbol.Declaration.Syntax.Template is { } template
            ? binding.Find(DeclarationKind.Template, template.Text)
            : null;

    /// <summary>Every place of the binding's files where it stands, the declaration first.</summary>
    public static ImmutableArray<NamedPlace> Places(Binding.Binding binding, Named named) =>
        named.Buffer is { } buffer ? BufferPlaces(named.Symbol, buffer) : SymbolPlaces(binding, named.Symbol);

    private static ImmutableArray<NamedPlace> SymbolPlaces(Binding.Binding binding, Symbol symbol)
    {
        var places = ImmutableArray.CreateBuilder<NamedPlace>();
        if (symbol.Path != Library.Path)
        {
            places.Add(new NamedPlace(symbol.NameSpan, IsDeclaration: true));
        }

        if (binding.Find(symbol.Kind, symbol.Name) != symbol)
        {
            // A second declaration of the name: nothing speaks of it.
            return places.ToImmutable();
        }

        foreach (var user in binding.All)
        {
            foreach (var (kind, token, _) in user.Local.References)
            {
                if (Means(binding, symbol, kind, token.Text))
                {
                    places.Add(
                        new NamedPlace(
                            user.Place(new TextSpan(token.Span.Start, symbol.Name.Length)),
                            IsDeclaration: false
                        )
                    );
                }
            }
        }

        return places.ToImmutable();
    }

    /// <summary>By its own name or, of a device, by that of one of its built-in programs.</summary>
    private static bool Means(Binding.Binding binding, Symbol symbol, DeclarationKind kind, string name) =>
        (kind == symbol.Kind && name == symbol.Name)
        || (
            kind == DeclarationKind.Program
            && symbol.Kind == DeclarationKind.Device
            && BuiltInPrograms.DeviceOf(name) == symbol.Name
            && binding.Find(DeclarationKind.Program, name) is null
        );

    private static ImmutableArray<NamedPlace> BufferPlaces(Symbol program, string buffer) =>
        [
            .. from statement in program.Declaration.Syntax.Members.OfType<StatementSyntax>()
            from part in statement.Parts
            where part.Element.Operand is OperandKind.Buffer or OperandKind.NewBuffer && part.Token.Text == buffer
            select new NamedPlace(
                program.Place(part.Token.Span),
                part.Element.Operand == OperandKind.NewBuffer,
                statement.Form.Step is StepKind.Write or StepKind.DmaWrite or StepKind.Recycle
            ),
        ];
}
