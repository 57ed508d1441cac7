using System.Collections.Immutable;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding.Declarations;

/// <summary>A name that must be declared elsewhere.</summary>
/// <param name="Required">Without it the declaration means nothing; else only the part that names it falls
/// away.</param>
internal readonly record struct NameReference(DeclarationKind Kind, SyntaxToken Token, bool Required);

internal readonly record struct LocalBuffer(Simulation.Topology.Buffer Buffer, SyntaxToken Name, SyntaxToken Type);

internal readonly record struct LocalStep(Step Step, StatementSyntax Syntax);

internal readonly record struct LocalOperation(Operation Operation, StatementSyntax Syntax);

/// <summary>
/// What a declaration says by itself, before any name is looked up. It is kept with the syntax node and survives edits
/// elsewhere.
/// </summary>
internal sealed class LocalDeclaration
{
    private EffectiveValues? values;

    /// <summary>Null where the keyword is unknown.</summary>
    public required DeclarationKind? Kind { get; init; }

    /// <summary>The kind whose properties the members are: of a template the one that it is for.</summary>
    public DeclarationKind? PropertiesOf { get; init; }

    public WrittenProperties Properties { get; init; } = WrittenProperties.None;
    public ImmutableArray<NameReference> References { get; init; } = [];
    public ImmutableArray<LocalError> Errors { get; init; } = [];
    public ImmutableArray<LocalBuffer> Buffers { get; init; } = [];
    public ImmutableArray<LocalStep> Steps { get; init; } = [];
    public ImmutableArray<LocalOperation> Operations { get; init; } = [];
    public Expectation? Expectation { get; init; }

    /// <summary>
    /// It has mistakes, already reported, that leave open what it means: it does not become a record.
    /// </summary>
    public bool IsBroken { get; init; }

    public LocalProperty? Property(string name) => Properties.Find(name);

    /// <summary>
    /// The effective values. They depend on the declaration's own text, its template and its host alone, so an edit
    /// elsewhere in the file leaves them as they are.
    /// </summary>
    /// <param name="template">What its template writes; null where it has none.</param>
    /// <param name="host">That the declaration stands on; null for a host.</param>
    public EffectiveValues ValuesWith(WrittenProperties? template, Host? host) =>
        values is { } known && known.DependOn(template, host)
            ? known
            : values = new EffectiveValues(Kind!.Value, Properties, template, host);
}
