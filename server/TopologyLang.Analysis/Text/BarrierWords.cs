using TopologyLang.Analysis.Terms;
using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Text;

/// <summary>What barriers and orders of CPUs are in words.</summary>
public static class BarrierWords
{
    private static readonly (AccessPairs Pairs, string Words)[] Ordered =
    [
        (AccessPairs.None, "nothing beyond what the CPU keeps anyway"),
        (AccessPairs.All, "every load and store before it before every one after it"),
        (AccessPairs.ReadAny | AccessPairs.WriteWrite, "all but an earlier store and a later load"),
        (AccessPairs.ReadAny, "earlier loads before later loads and stores"),
        (AccessPairs.WriteAny, "earlier stores before later loads and stores"),
        (AccessPairs.ReadRead, "earlier loads before later loads"),
        (AccessPairs.WriteWrite, "earlier stores before later stores"),
    ];

    /// <summary><c>dma_rmb() is dmb oshld on arm64: it orders earlier loads before ...</c></summary>
    public static Reason Meaning(Architecture architecture, BarrierKind kind)
    {
        var row = Barriers.Of(architecture, kind);
        var completes = row.Completes ? ", and completes pending cache maintenance" : "";
        var whom = row.ForCpusOnly ? ", for other CPUs only: a device may see another order" : "";
        return new Reason(
            $"{StepNames.Of(kind)}() is {Instruction(row)} on {Words.Of(architecture)}: it orders {Of(row.Pairs)}"
                + completes
                + whom,
            row.Source,
            row.Since
        );
    }

    /// <summary>Of a remedy: what it is made of and what it does.</summary>
    public static string Cost(Architecture architecture, BarrierKind kind)
    {
        var row = Barriers.Of(architecture, kind);
        return $"{Instruction(row)} on {Words.Of(architecture)}, orders {Of(row.Pairs)}";
    }

    /// <summary>The architecture gives no such order without a barrier; a whole sentence.</summary>
    public static string NotKept(Architecture architecture, bool firstReads, bool thenReads) =>
        $"{Words.Of(architecture)} keeps no order "
        + (firstReads, thenReads) switch
        {
            (true, true) => "between loads",
            (false, false) => "between stores",
            (true, false) => "between a load and a later store",
            _ => "between a store and a later load",
        };

    private static string Instruction(BarrierRow row) =>
        row.Pairs == AccessPairs.None && !row.Completes && !row.Instruction.Contains("fence", StringComparison.Ordinal)
            ? $"a {row.Instruction}"
            : $"`{row.Instruction}`";

    private static string Of(AccessPairs pairs) => Ordered.First(one => one.Pairs == pairs).Words;
}
