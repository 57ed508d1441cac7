using System.Collections.Frozen;
using static TopologyLang.Simulation.Hardware.EffectiveType;

namespace TopologyLang.Simulation.Hardware;

/// <summary>
/// AMD: PAT, nested paging and MTRR together. Source: AMD64 APM volume 2, Tables 7-11, 15-19 and 15-20.
/// </summary>
public static class AmdMemoryType
{
    public const string NativeSource = "AMD64 APM vol. 2, Table 7-11";
    public const string NestedSource = "AMD64 APM vol. 2, 15.25.8, Tables 15-19 and 15-20";

    private static readonly EffectiveType Cd = UncachedChecked;
    private static readonly EffectiveType Uc = Uncached;
    private static readonly EffectiveType Wc = WriteCombining;

    /// <summary>
    /// Table 15-19. Rows: guest PAT. Columns: host PAT in the order of <see cref="PatType"/>: UC, UC-, WC, WP, WT, WB.
    /// </summary>
    private static readonly FrozenDictionary<PatType, CombinedPat[]> Combination = new Dictionary<
        PatType,
        CombinedPat[]
    >
    {
        [PatType.Uc] = [CombinedPat.Uc, CombinedPat.Uc, CombinedPat.Uc, CombinedPat.Uc, CombinedPat.Uc, CombinedPat.Uc],
        [PatType.UcMinus] =
        [
            CombinedPat.Uc,
            CombinedPat.UcMinus,
            CombinedPat.Wc,
            CombinedPat.Uc,
            CombinedPat.Uc,
            CombinedPat.Uc,
        ],
        [PatType.Wc] =
        [
            CombinedPat.Wc,
            CombinedPat.Wc,
            CombinedPat.Wc,
            CombinedPat.WcPlus,
            CombinedPat.WcPlus,
            CombinedPat.WcPlus,
        ],
        [PatType.Wp] = [CombinedPat.Uc, CombinedPat.Uc, CombinedPat.Uc, CombinedPat.Wp, CombinedPat.Uc, CombinedPat.Wp],
        [PatType.Wt] = [CombinedPat.Uc, CombinedPat.Uc, CombinedPat.Uc, CombinedPat.Uc, CombinedPat.Wt, CombinedPat.Wt],
        [PatType.Wb] = [CombinedPat.Uc, CombinedPat.Uc, CombinedPat.Wc, CombinedPat.Wp, CombinedPat.Wt, CombinedPat.Wb],
    }.ToFrozenDictionary();

    /// <summary>Tables 7-11 and 15-20. Rows: combined PAT. Columns: MTRR in the order UC, WC, WP, WT, WB.</summary>
    private static readonly FrozenDictionary<CombinedPat, EffectiveType[]> Effective = new Dictionary<
        CombinedPat,
        EffectiveType[]
    >
    {
        [CombinedPat.Uc] = [Uc, Cd, Cd, Cd, Cd],
        [CombinedPat.UcMinus] = [Uc, Wc, Cd, Cd, Cd],
        [CombinedPat.Wc] = [Wc, Wc, Wc, Wc, Wc],
        [CombinedPat.WcPlus] = [Wc, Wc, WriteCombiningPlus, WriteCombiningPlus, WriteCombiningPlus],
        [CombinedPat.Wp] = [Uc, Cd, WriteProtected, Cd, WriteProtected],
        [CombinedPat.Wt] = [Uc, Cd, Cd, WriteThrough, WriteThrough],
        [CombinedPat.Wb] = [Uc, Wc, WriteProtected, WriteThrough, WriteBack],
    }.ToFrozenDictionary();

    public static CombinedPat Combine(PatType guestPat, PatType hostPat) => Combination[guestPat][(int)hostPat];

    /// <summary>An access without nested paging.</summary>
    public static EffectiveType Native(PatType pat, PatType mtrr) =>
        WithMtrr(
            pat switch
            {
                PatType.Uc => CombinedPat.Uc,
                PatType.UcMinus => CombinedPat.UcMinus,
                PatType.Wc => CombinedPat.Wc,
                PatType.Wp => CombinedPat.Wp,
                PatType.Wt => CombinedPat.Wt,
                _ => CombinedPat.Wb,
            },
            mtrr
        );

    /// <summary>A guest's access under nested paging.</summary>
    public static EffectiveType Nested(PatType guestPat, PatType hostPat, PatType mtrr) =>
        WithMtrr(Combine(guestPat, hostPat), mtrr);

    /// <exception cref="ArgumentException">An MTRR cannot say UC-.</exception>
    public static EffectiveType WithMtrr(CombinedPat pat, PatType mtrr) =>
        mtrr switch
        {
            PatType.Uc => Effective[pat][0],
            PatType.Wc => Effective[pat][1],
            PatType.Wp => Effective[pat][2],
            PatType.Wt => Effective[pat][3],
            PatType.Wb => Effective[pat][4],
            _ => throw new ArgumentException("an MTRR has no type UC-", nameof(mtrr)),
        };
}
