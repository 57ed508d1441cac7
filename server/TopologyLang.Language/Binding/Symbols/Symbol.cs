using System.Collections.Immutable;
using TopologyLang.Language.Binding.Declarations;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Binding.Symbols;

/// <summary>
/// A declaration in its file. Its name is unique in its kind; the name of an <c>expect</c> or an <c>import</c> is
/// empty.
/// </summary>
public sealed class Symbol
{
    internal Symbol(DeclarationKind kind, string path, PlacedDeclaration declaration, LocalDeclaration local)
    {
        Kind = kind;
        Path = path;
        Declaration = declaration;
        Local = local;
    }

    public DeclarationKind Kind { get; }

    public string Path { get; }

    public PlacedDeclaration Declaration { get; }

    public string Name => Declaration.Syntax.Name?.Text ?? "";

    public string? DocComment => Declaration.Syntax.DocComment;

    /// <summary>From the keyword to the closing brace.</summary>
    public FileSpan DeclarationSpan => new(Path, Declaration.Span);

    /// <summary>Where it has no name, its keyword.</summary>
    public FileSpan NameSpan => Place((Declaration.Syntax.Name ?? Declaration.Syntax.Keyword).Span);

    /// <summary>Of a template the kind that it is for; null where the declaration has no properties.</summary>
    public DeclarationKind? PropertiesOf => Local.PropertiesOf;

    /// <summary>The declarations that it names, its template too; what is not declared is left out.</summary>
    public IEnumerable<Symbol> Named => Targets.OfType<Symbol>();

    internal LocalDeclaration Local { get; }

    /// <summary>What each of its references leads to, in their order; null where nothing has the name.</summary>
    internal ImmutableArray<Symbol?> Targets { get; set; } = [];

    /// <summary>Whether it stands; null until somebody has asked the table.</summary>
    internal bool? Stands { get; set; }

    /// <summary>How many guests there are between it and the real machine, itself included; of what stands.</summary>
    internal int GuestsAround { get; set; }

    /// <summary>
    /// What it became in the topology; null where it is left out, and for kinds that become nothing there.
    /// </summary>
    internal object? Record { get; set; }

    /// <summary>Whether the topology has no record of it; so too of kinds that become nothing there.</summary>
    public bool IsLeftOut => Record is null;

    public override string ToString() => $"{Kind.Keyword()} {Name}";

    /// <summary>A span of the declaration in its file.</summary>
    internal FileSpan Place(TextSpan span) => new(Path, span.Shift(Declaration.Start));

    /// <summary>A mistake of the declaration in its file.</summary>
    internal BindingError Place(LocalError error) =>
        new(error.Code, error.Severity, Place(error.Span), error.Message)
        {
            Suggestion = error.Suggestion,
            Related = error.Related is { } related ? [new RelatedSpan(Place(related), error.RelatedText)] : [],
        };
}
