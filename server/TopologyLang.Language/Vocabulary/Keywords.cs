using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TopologyLang.Language.Vocabulary;

public static class Keywords
{
    public const string Import = "import";
    public const string Expect = "expect";
    public const string Program = "program";
    public const string Scenario = "scenario";
    public const string Template = "template";

    /// <summary>What a declaration starts with, in the order in which files are usually written.</summary>
    public static readonly ImmutableArray<string> Declarations =
    [
        Import,
        "host",
        "iommu",
        "device",
        "domain",
        "guest",
        Program,
        Scenario,
        Template,
        Expect,
    ];

    /// <summary>What a clause of a declaration's head starts with.</summary>
    public static readonly ImmutableArray<string> Clauses = ["on", "behind", "in", "using"];

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> DeclarationSet = Declarations
        .ToFrozenSet()
        .GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> ClauseSet = Clauses
        .ToFrozenSet()
        .GetAlternateLookup<ReadOnlySpan<char>>();

    public static bool IsDeclaration(ReadOnlySpan<char> word) => DeclarationSet.Contains(word);

    public static bool IsClause(ReadOnlySpan<char> word) => ClauseSet.Contains(word);
}
