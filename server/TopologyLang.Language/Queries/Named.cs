using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Queries;

/// <summary>
/// Something that has a name: a declaration or, where <paramref name="Buffer"/> is set, that buffer of a program.
/// </summary>
public sealed record Named(Symbol Symbol, string? Buffer)
{
    public string Name => Buffer ?? Symbol.Name;

    /// <summary>What it is, for messages: <c>device</c>, <c>buffer</c>.</summary>
    public string What => Buffer is null ? Symbol.Kind.Keyword() : "buffer";
}

/// <param name="IsDeclaration">It is declared here; elsewhere it is only named.</param>
/// <param name="IsWrite">A buffer is written here.</param>
public readonly record struct NamedPlace(FileSpan Where, bool IsDeclaration, bool IsWrite = false);
