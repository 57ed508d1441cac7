using TopologyLang.Simulation.Hardware;
using static TopologyLang.Simulation.Hardware.PatType;

namespace TopologyLang.Simulation.Tests.Hardware;

public class MemoryTypeTests
{
    private static readonly PatType[] Columns = [Uc, UcMinus, Wc, Wt, Wb, Wp];

    /// <summary>Intel SDM volume 3, Table 11-7, as printed: PAT UC, UC-, WC, WT, WB, WP.</summary>
    [Theory]
    [InlineData(Uc, "UC1 UC1 WC UC1 UC1 UC1")]
    [InlineData(Wc, "UC2 WC WC UC2 WC UC2")]
    [InlineData(Wt, "UC2 UC2 WC WT WT WP")]
    [InlineData(Wb, "UC2 UC2 WC WT WB WP")]
    [InlineData(Wp, "UC2 WC WC WT WP WP")]
    public void Intel_mtrr_and_pat(PatType mtrr, string expected)
    {
        // "WT" under a WP MTRR is marked as formerly undefined in the manual; the table gives WT.
        Assert.Equal(expected.Split(' '), Columns.Select(pat => Name(IntelMemoryType.Of(mtrr, pat))));
        Assert.Equal(expected.Split(' '), Columns.Select(pat => Name(IntelMemoryType.UnderEpt(mtrr, false, pat))));
    }

    [Theory]
    [InlineData(Uc, "UC1")]
    [InlineData(Wc, "WC")]
    [InlineData(Wt, "WT")]
    [InlineData(Wp, "WP")]
    [InlineData(Wb, "WB")]
    public void With_ipat_the_ept_type_alone_counts(PatType ept, string expected) =>
        Assert.All(Columns, pat => Assert.Equal(expected, Name(IntelMemoryType.UnderEpt(ept, true, pat))));

    [Fact]
    public void An_mtrr_cannot_say_uc_minus() =>
        Assert.Throws<ArgumentException>(() => IntelMemoryType.Of(UcMinus, Wb));

    /// <summary>AMD64 APM volume 2, Table 7-11, as printed: MTRR UC, WC, WP, WT, WB.</summary>
    [Theory]
    [InlineData(Uc, "UC1 UC2 UC2 UC2 UC2")]
    [InlineData(UcMinus, "UC1 WC UC2 UC2 UC2")]
    [InlineData(Wc, "WC WC WC WC WC")]
    [InlineData(Wp, "UC1 UC2 WP UC2 WP")]
    [InlineData(Wt, "UC1 UC2 UC2 WT WT")]
    [InlineData(Wb, "UC1 WC WP WT WB")]
    public void Amd_native(PatType pat, string expected) =>
        Assert.Equal(
            expected.Split(' '),
            new[] { Uc, Wc, Wp, Wt, Wb }.Select(mtrr => Name(AmdMemoryType.Native(pat, mtrr)))
        );

    /// <summary>AMD64 APM volume 2, Table 15-19, as printed: host PAT UC, UC-, WC, WP, WT, WB.</summary>
    [Theory]
    [InlineData(Uc, "Uc Uc Uc Uc Uc Uc")]
    [InlineData(UcMinus, "Uc UcMinus Wc Uc Uc Uc")]
    [InlineData(Wc, "Wc Wc Wc WcPlus WcPlus WcPlus")]
    [InlineData(Wp, "Uc Uc Uc Wp Uc Wp")]
    [InlineData(Wt, "Uc Uc Uc Uc Wt Wt")]
    [InlineData(Wb, "Uc Uc Wc Wp Wt Wb")]
    public void Amd_nested_paging_combines_both_pats(PatType guest, string expected) =>
        Assert.Equal(
            expected.Split(' '),
            new[] { Uc, UcMinus, Wc, Wp, Wt, Wb }.Select(host => AmdMemoryType.Combine(guest, host).ToString())
        );

    /// <summary>The row that Table 15-20 adds to 7-11.</summary>
    [Theory]
    [InlineData(Uc, "WC")]
    [InlineData(Wc, "WC")]
    [InlineData(Wp, "WC+")]
    [InlineData(Wt, "WC+")]
    [InlineData(Wb, "WC+")]
    public void Amd_write_combining_plus_probes_the_caches(PatType mtrr, string expected) =>
        Assert.Equal(expected, Name(AmdMemoryType.WithMtrr(CombinedPat.WcPlus, mtrr)));

    /// <summary>Host PAT and MTRR WB, as KVM has them.</summary>
    [Theory]
    [InlineData(Uc, "UC2")]
    [InlineData(UcMinus, "UC2")]
    [InlineData(Wc, "WC+")]
    [InlineData(Wt, "WT")]
    [InlineData(Wp, "WP")]
    [InlineData(Wb, "WB")]
    public void A_guest_of_svm(PatType guest, string expected) =>
        Assert.Equal(expected, Name(AmdMemoryType.Nested(guest, Wb, Wb)));

    private static string Name(EffectiveType type) =>
        type switch
        {
            EffectiveType.WriteBack => "WB",
            EffectiveType.WriteThrough => "WT",
            EffectiveType.WriteProtected => "WP",
            EffectiveType.WriteCombining => "WC",
            EffectiveType.WriteCombiningPlus => "WC+",
            EffectiveType.UncachedChecked => "UC2",
            _ => "UC1",
        };
}
