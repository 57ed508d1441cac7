using System.Collections.Immutable;
using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Language.Binding;

/// <summary>A property whose value has been checked. <paramref name="Number"/> is set for counts, sizes and registers.</summary>
internal sealed record LocalProperty(PropertySchema Schema, PropertySyntax Syntax, string Text, ulong Number);

/// <summary>A name that must be declared elsewhere.</summary>
/// <param name="Required">Without it the declaration means nothing; else only the part that names it falls away.</param>
internal readonly record struct NameReference(DeclarationKind Kind, SyntaxToken Token, bool Required);

/// <summary>As a <see cref="BindingError"/>, with spans that count from the start of the declaration.</summary>
internal sealed record LocalError(string Code, TextSpan Span, string Message, string? Suggestion = null)
{
    public BindingSeverity Severity { get; init; } = BindingSeverity.Error;
    public TextSpan? Related { get; init; }
    public string RelatedText { get; init; } = "";
}

internal readonly record struct LocalBuffer(Simulation.Topology.Buffer Buffer, SyntaxToken Name, SyntaxToken Type);

internal readonly record struct LocalStep(Step Step, StatementSyntax Syntax);

internal readonly record struct LocalOperation(Operation Operation, StatementSyntax Syntax);

/// <summary>
/// What a declaration says by itself, before any name is looked up. It is kept with the syntax node and survives edits elsewhere.
/// </summary>
internal sealed class LocalDeclaration
{
    /// <summary>Null where the keyword is unknown.</summary>
    public required DeclarationKind? Kind { get; init; }

    /// <summary>The kind whose properties the members are: of a template the one that it is for.</summary>
    public DeclarationKind? PropertiesOf { get; init; }

    public ImmutableArray<LocalProperty> Properties { get; init; } = [];
    public ImmutableArray<NameReference> References { get; init; } = [];
    public ImmutableArray<LocalError> Errors { get; init; } = [];
    public ImmutableArray<LocalBuffer> Buffers { get; init; } = [];
    public ImmutableArray<LocalStep> Steps { get; init; } = [];
    public ImmutableArray<LocalOperation> Operations { get; init; } = [];
    public Expectation? Expectation { get; init; }

    /// <summary>It has mistakes, already reported, that leave open what it means: it does not become a record.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Its properties as they counted when they were last asked for (<see cref="EffectiveValues.Of"/>).</summary>
    public EffectiveValues? Values { get; set; }

    public LocalProperty? Property(string name)
    {
        foreach (var property in Properties)
        {
            if (property.Schema.Name == name)
            {
                return property;
            }
        }

        return null;
    }
}
