using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Hardware;

/// <summary>
/// Who is snooped on an Arm machine: only what is write-back and shareable when it reaches the interconnect. Source:
/// Arm SMMUv3 specification IHI 0070, chapter 13; Arm IORT (DEN 0049), memory access flags.
/// </summary>
public static class ArmSnoop
{
    private const string Iort = "Arm IORT (DEN 0049), memory access flags: CPM, DACS";
    private const string IortCanwbs = "Arm IORT (DEN 0049) revision E.f, memory access flags: CANWBS";
    private const string StageOne = "Arm IHI 0070, chapter 13: stage 1 replaces the incoming attributes";
    private const string StageTwo =
        "Arm IHI 0070, chapter 13: stage 2 is combined with the incoming attributes; Arm ARM DDI 0487, D8.6.5";
    private const string Fwb = "Arm IHI 0070, 13.1.6 (STE.S2FWB)";
    private const string Bypass = "Arm IHI 0070, chapter 13: without translation the incoming attributes reach memory";
    private const string NoSnoopRule =
        "Arm IHI 0070, 13.6.1.1: No_snoop is applied after translation, and no page can forbid it";

    /// <summary>The first row that matches answers.</summary>
    public static readonly ImmutableArray<ArmSnoopRow> Rows =
    [
        new(
            false,
            null,
            null,
            null,
            Snoop.No,
            "there is no coherent path between the device and memory (CPM = 0): whatever the IOMMU says, its requests "
                + "bypass the caches",
            Iort
        ),
        new(
            true,
            true,
            null,
            null,
            Snoop.Yes,
            "the root complex keeps every access coherent, whatever its attributes (CANWBS)",
            IortCanwbs,
            Forces: true
        ),
        new(
            true,
            false,
            ArmMapping.StageOneCached,
            null,
            Snoop.Yes,
            "the stage-1 entry makes the request write-back and shareable, whatever the device sent",
            StageOne
        ),
        new(
            true,
            false,
            ArmMapping.StageOneUncached,
            null,
            Snoop.No,
            "the stage-1 entry makes the request non-cacheable, so it bypasses the caches",
            StageOne
        ),
        new(
            true,
            false,
            ArmMapping.StageTwoUncached,
            null,
            Snoop.No,
            "the stage-2 entry makes the request non-cacheable, so it bypasses the caches",
            StageTwo
        ),
        new(
            true,
            false,
            ArmMapping.StageTwoForced,
            null,
            Snoop.Yes,
            "with S2FWB the stage-2 entry makes the request write-back, whatever the device "
                + "or the guest's stage 1 said",
            Fwb
        ),
        new(
            true,
            false,
            ArmMapping.StageTwoCached,
            ArmRequestType.WriteBack,
            Snoop.Yes,
            "the stage-2 entry leaves the request write-back and shareable, as the device sent it",
            StageTwo
        ),
        new(
            true,
            false,
            ArmMapping.StageTwoCached,
            ArmRequestType.NonCacheable,
            Snoop.No,
            "the device's requests are non-cacheable, and stage 2 without S2FWB cannot make them cacheable",
            StageTwo
        ),
        new(
            true,
            false,
            ArmMapping.None,
            ArmRequestType.WriteBack,
            Snoop.Yes,
            "the device's requests are write-back and shareable, and nothing changes that",
            Bypass
        ),
        new(
            true,
            false,
            ArmMapping.None,
            ArmRequestType.NonCacheable,
            Snoop.No,
            "the device's requests are non-cacheable, and nothing changes that",
            Bypass
        ),
        new(
            true,
            false,
            null,
            ArmRequestType.Unknown,
            Snoop.Either,
            "the firmware contradicts itself (CCA = 0 with CPM = 1 and DACS = 1): whether the request snoops is not "
                + "known",
            Iort,
            Uncertain: true
        ),
    ];

    public static SnoopAnswer Of(ArmRequest request, NoSnoopRouting routing)
    {
        var row = Rows.First(r => r.Matches(request));
        if (row.Forces || !request.NoSnoop || row.Snoop == Snoop.No)
        {
            return new SnoopAnswer(row.Snoop, row.Forces, row.Text, row.Source, row.Uncertain);
        }

        var routed = RootComplex.Of(routing, true);
        return new SnoopAnswer(
            routed.Snoop == Snoop.Yes ? row.Snoop : routed.Snoop,
            false,
            $"{row.Text}; {routed.Text}",
            $"{row.Source}; {NoSnoopRule}",
            row.Uncertain
        );
    }
}
