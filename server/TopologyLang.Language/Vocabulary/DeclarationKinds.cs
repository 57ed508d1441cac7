using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TopologyLang.Language.Vocabulary;

public static class DeclarationKinds
{
    /// <summary>The kinds that have properties, and so may have templates.</summary>
    public static readonly ImmutableArray<DeclarationKind> WithProperties =
    [
        DeclarationKind.Host,
        DeclarationKind.Iommu,
        DeclarationKind.Device,
        DeclarationKind.Domain,
        DeclarationKind.Guest,
    ];

    private static readonly FrozenDictionary<string, DeclarationKind> ByKeyword = Enum.GetValues<DeclarationKind>()
        .ToFrozenDictionary(WordTable.Of);

    public static string Keyword(this DeclarationKind kind) => WordTable.Of(kind);

    /// <summary>The keyword with its article: <c>an iommu</c>.</summary>
    public static string WithArticle(this DeclarationKind kind) =>
        kind is DeclarationKind.Iommu or DeclarationKind.Import or DeclarationKind.Expect
            ? $"an {kind.Keyword()}"
            : $"a {kind.Keyword()}";

    /// <summary>Null where the keyword is none.</summary>
    public static DeclarationKind? Of(string keyword) => ByKeyword.TryGetValue(keyword, out var kind) ? kind : null;

    public static bool HasProperties(this DeclarationKind kind) => WithProperties.Contains(kind);
}
