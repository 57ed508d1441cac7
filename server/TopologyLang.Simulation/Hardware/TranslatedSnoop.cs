using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Hardware;

/// <summary>
/// Who is snooped by requests that a device has translated itself (ATS). No page table is looked up for them; the N bit
/// of the translation is all that carries the IOMMU's decision, and the device keeps it: with N = 1 it has to clear
/// no-snoop. Source: PCI Express specification 10.2.3.3.
/// </summary>
public static class TranslatedSnoop
{
    private const string NBit = "PCI Express specification 10.2.3.3 (N bit of a translation)";
    private const string Arm = "Arm IHI 0070, 13.6.2.1";

    private const string TypeOfTranslated =
        "a request that the device has translated itself (ATS) takes the page's type or is write-back "
        + "and shareable, as the implementation has it: both are possible";

    /// <summary>The first row that matches answers.</summary>
    public static readonly ImmutableArray<TranslatedSnoopRow> Rows =
    [
        new(
            IommuModel.AmdVi,
            true,
            null,
            true,
            null,
            null,
            Snoop.Yes,
            "of a translation that the device keeps (ATS) N is FC, and with N = 1 it has to clear no-snoop",
            $"AMD IOMMU specification 48882, host page-table entry (FC); {NBit}"
        ),
        new(
            IommuModel.IntelVtd,
            true,
            null,
            true,
            null,
            NoSnoopRouting.Ignore,
            Snoop.Yes,
            "the root complex ignores no-snoop of requests that the device has translated itself (ATS), too",
            NBit
        ),
        new(
            IommuModel.IntelVtd,
            true,
            null,
            true,
            null,
            null,
            Snoop.Either,
            "a request that the device has translated itself (ATS) is not looked at again: it clears no-snoop where "
                + "its translation came with N = 1, and whether VT-d sets N for such a page is not known here: both "
                + "are possible",
            NBit,
            true
        ),
        new(
            IommuModel.ArmSmmuV3,
            true,
            null,
            true,
            null,
            null,
            Snoop.Yes,
            "the root complex keeps translated requests (ATS) coherent too",
            "Arm IORT (DEN 0049) revision E.f, memory access flags: CANWBS"
        ),
        new(
            IommuModel.ArmSmmuV3,
            true,
            true,
            false,
            Snoop.No,
            NoSnoopRouting.Ignore,
            Snoop.Either,
            TypeOfTranslated,
            Arm,
            true
        ),
        new(
            IommuModel.ArmSmmuV3,
            true,
            true,
            false,
            Snoop.No,
            NoSnoopRouting.Either,
            Snoop.Either,
            TypeOfTranslated,
            Arm,
            true
        ),
        new(
            IommuModel.ArmSmmuV3,
            true,
            null,
            false,
            null,
            null,
            null,
            "a translation that the device keeps (ATS) always has N = 0, so nothing keeps it from no-snoop",
            Arm
        ),
        new(IommuModel.ArmSmmuV3, false, true, null, Snoop.No, null, Snoop.Either, TypeOfTranslated, Arm, true),
        new(
            null,
            true,
            null,
            false,
            null,
            null,
            null,
            "a translation that the device keeps (ATS) is taken to have N = 0 where the page table blocks nothing",
            NBit,
            true
        ),
        new(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            "ordinary requests that the device has translated itself (ATS) snoop as the others do",
            "PCI Express specification, Table 2-13"
        ),
    ];

    /// <summary>Of both kinds together, as a device with ATS may send either.</summary>
    public static SnoopAnswer With(SnoopAnswer untranslated, TranslatedRequest request)
    {
        var row = Rows.First(r => r.Matches(request));
        var translated = row.Snoop ?? untranslated.Snoop;
        return untranslated with
        {
            Snoop = translated == untranslated.Snoop ? translated : Snoop.Either,
            Forced = untranslated.Forced && translated == Snoop.Yes,
            Text = $"{untranslated.Text}; {row.Text}",
            Source = $"{untranslated.Source}; {row.Source}",
            Uncertain = untranslated.Uncertain || row.Uncertain,
            Doubt = row.Uncertain
                ? "whether requests that the device has translated itself (ATS) look into the caches"
                : untranslated.Doubt,
        };
    }
}
