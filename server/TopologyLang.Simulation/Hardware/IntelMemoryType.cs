using System.Collections.Frozen;
using static TopologyLang.Simulation.Hardware.EffectiveType;

namespace TopologyLang.Simulation.Hardware;

/// <summary>Intel: MTRR (or EPT) type and PAT type together. Source: Intel SDM volume 3, Table 11-7.</summary>
public static class IntelMemoryType
{
    public const string Source = "Intel SDM vol. 3, Table 11-7";
    public const string EptSource = "Intel SDM vol. 3, 24.2.5.2 (EPT memory type)";

    private static readonly EffectiveType Uc1 = Uncached;
    private static readonly EffectiveType Uc2 = UncachedChecked;

    /// <summary>Rows: MTRR. Columns: PAT, in the order of <see cref="PatType"/>: UC, UC-, WC, WP, WT, WB.</summary>
    private static readonly FrozenDictionary<PatType, EffectiveType[]> Table = new Dictionary<PatType, EffectiveType[]>
    {
        [PatType.Uc] = [Uc1, Uc1, WriteCombining, Uc1, Uc1, Uc1],
        [PatType.Wc] = [Uc2, WriteCombining, WriteCombining, Uc2, Uc2, WriteCombining],
        [PatType.Wt] = [Uc2, Uc2, WriteCombining, WriteProtected, WriteThrough, WriteThrough],
        [PatType.Wb] = [Uc2, Uc2, WriteCombining, WriteProtected, WriteThrough, WriteBack],
        [PatType.Wp] = [Uc2, WriteCombining, WriteCombining, WriteProtected, WriteThrough, WriteProtected],
    }.ToFrozenDictionary();

    /// <exception cref="ArgumentException">An MTRR cannot say UC-.</exception>
    public static EffectiveType Of(PatType mtrr, PatType pat) =>
        Table.TryGetValue(mtrr, out var row)
            ? row[(int)pat]
            : throw new ArgumentException("an MTRR has no type UC-", nameof(mtrr));

    /// <summary>
    /// A guest's access: the host's MTRRs have no say, and with IPAT the guest's PAT has none either.
    /// </summary>
    /// <exception cref="ArgumentException">An EPT entry cannot say UC-.</exception>
    public static EffectiveType UnderEpt(PatType ept, bool ignorePat, PatType guestPat) =>
        ignorePat ? Of(ept, PatType.Wb) : Of(ept, guestPat);
}
