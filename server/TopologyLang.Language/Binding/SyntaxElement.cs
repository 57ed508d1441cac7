using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Binding;

public enum SyntaxElementKind
{
    /// <summary>The keyword of a declaration or of a clause.</summary>
    Keyword,

    /// <summary>The name of a declaration, where it is declared.</summary>
    Name,

    /// <summary>The name of a declaration, where something else speaks of it.</summary>
    Reference,

    /// <summary>The name of a property.</summary>
    Property,

    /// <summary>The value of a property, where it is no reference.</summary>
    Value,

    /// <summary>The name of a buffer in its program.</summary>
    Buffer,

    /// <summary>Another word of a statement.</summary>
    Statement,

    ImportPath,
}

/// <summary>What stands at a place of a file.</summary>
public sealed record SyntaxElement(SyntaxElementKind Kind, FileSpan Span)
{
    /// <summary>The declaration around it.</summary>
    public required Symbol Owner { get; init; }

    /// <summary>
    /// The declaration that is declared or meant here; null where it is no name or nothing has the name.
    /// </summary>
    public Symbol? Symbol { get; init; }

    /// <summary>The property whose name or value this is; null where the kind has no such property.</summary>
    public PropertySchema? Property { get; init; }

    /// <summary>The statement around it; null outside of statements.</summary>
    public StatementSyntax? Statement { get; init; }

    /// <summary>
    /// Of a step or an operation: its place in the record; of a buffer's own statement, and elsewhere, -1.
    /// </summary>
    public int Index { get; init; } = -1;

    /// <summary>The word itself.</summary>
    public required string Text { get; init; }
}
