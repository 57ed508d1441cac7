using System.Collections.Frozen;
using System.Collections.Immutable;

namespace TopologyLang.Analysis.Findings;

/// <summary>One page for every code.</summary>
public static class FindingPages
{
    public static readonly ImmutableArray<FindingPage> All =
    [
        .. SyntaxPages.All,
        .. NamePages.All,
        .. SimulationPages.All,
    ];

    private static readonly FrozenDictionary<string, FindingPage> ByCode = All.ToFrozenDictionary(
        page => page.Code,
        StringComparer.Ordinal
    );

    public static FindingPage? Find(string code) => ByCode.GetValueOrDefault(code);
}
