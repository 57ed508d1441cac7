using System.Collections.Immutable;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Binding.Partition;

/// <summary>
/// Declarations that name each other and that no other one names, nor they it: what is said about them depends on them
/// alone.
/// </summary>
/// <param name="Own">In the order of the text.</param>
/// <param name="Templates">The file's templates that they use; these are islands of their own too.</param>
public sealed record Island(ImmutableArray<PlacedDeclaration> Own, ImmutableArray<PlacedDeclaration> Templates)
{
    /// <summary>Its own declarations and the templates, in the order of the text.</summary>
    public ImmutableArray<PlacedDeclaration> Members { get; } =
        Templates.IsEmpty ? Own : Own.AddRange(Templates).Sort(static (one, other) => one.Start.CompareTo(other.Start));
}
