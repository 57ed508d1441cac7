using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Hardware;

/// <summary>
/// Who is snooped behind VT-d. Source: Intel VT-d specification, paging-structure and PASID entries, ECAP_REG.SC.
/// </summary>
public static class VtdSnoop
{
    private const string SecondStageEntry = "Intel VT-d specification, second-stage paging entries (SNP)";
    private const string PasidEntry = "Intel VT-d specification, PASID-table entry (PGSNP)";
    private const string Capability = "Intel VT-d specification, ECAP_REG.SC";

    /// <summary>The first row that matches answers.</summary>
    public static readonly ImmutableArray<VtdSnoopRow> Rows =
    [
        new(
            null,
            VtdMode.SecondStage,
            null,
            false,
            true,
            null,
            null,
            "SNP is reserved in a unit without snoop control",
            Capability,
            true
        ),
        new(
            null,
            null,
            true,
            false,
            null,
            true,
            null,
            "PGSNP is reserved in a unit without snoop control",
            PasidEntry,
            true
        ),
        new(
            true,
            VtdMode.PassThrough,
            false,
            null,
            null,
            null,
            false,
            "legacy pass-through has no page table that could carry SNP",
            "Intel VT-d specification, context entry (TT = 10b)",
            true
        ),
        new(
            true,
            VtdMode.PassThrough,
            true,
            null,
            null,
            false,
            false,
            "scalable pass-through: Linux leaves PGSNP clear in the PASID entry",
            PasidEntry
        ),
        new(
            true,
            VtdMode.SecondStage,
            false,
            true,
            true,
            null,
            true,
            "SNP is set in the second-stage entry: the unit snoops the caches",
            SecondStageEntry
        ),
        new(
            true,
            VtdMode.SecondStage,
            false,
            null,
            false,
            null,
            false,
            "SNP is clear in the second-stage entry: the unit does not force snooping",
            SecondStageEntry
        ),
        new(
            true,
            null,
            true,
            true,
            null,
            true,
            true,
            "PGSNP is set in the PASID entry: the unit snoops the caches",
            PasidEntry
        ),
        new(
            true,
            VtdMode.FirstStage,
            true,
            null,
            null,
            false,
            false,
            "PGSNP is clear, and a first-stage entry has no bit that could force snooping",
            PasidEntry
        ),
        new(
            true,
            VtdMode.SecondStage,
            true,
            true,
            true,
            false,
            true,
            "SNP is set in the second-stage entry: the unit snoops the caches",
            SecondStageEntry
        ),
        new(
            true,
            VtdMode.SecondStage,
            true,
            null,
            false,
            false,
            false,
            "neither SNP nor PGSNP is set: the unit does not force snooping",
            SecondStageEntry
        ),
        new(
            true,
            VtdMode.Nested,
            true,
            true,
            true,
            false,
            true,
            "SNP is set in the second-stage entry: the unit snoops the caches",
            SecondStageEntry
        ),
        new(
            true,
            VtdMode.Nested,
            true,
            null,
            false,
            false,
            false,
            "neither SNP nor PGSNP is set: the unit does not force snooping",
            SecondStageEntry
        ),
        new(false, null, null, null, null, null, false, "VT-d leaves an ordinary request as it is", SecondStageEntry),
    ];

    /// <exception cref="ArgumentException">There is no such combination: first stage or nested translation without
    /// scalable mode, say.</exception>
    public static SnoopAnswer Of(VtdRequest request, NoSnoopRouting routing)
    {
        var row =
            Rows.FirstOrDefault(r => r.Matches(request))
            ?? throw new ArgumentException($"VT-d has no such state: {request}", nameof(request));
        if (row.Forces == true)
        {
            return new SnoopAnswer(Snoop.Yes, true, row.Text, row.Source, row.Uncertain);
        }

        var routed = RootComplex.Of(routing, request.NoSnoop);
        var answer = routed with
        {
            Text = $"{row.Text}; {routed.Text}",
            Source = row.Source,
            Uncertain = row.Uncertain,
        };
        return row.Forces is null ? WithReservedBit(answer, row) : answer;
    }

    /// <summary>A unit that does not fault the request may heed the bit or not: neither can be relied on.</summary>
    private static SnoopAnswer WithReservedBit(SnoopAnswer routed, VtdSnoopRow row) =>
        (routed with { ReservedBit = true }) switch
        {
            { Snoop: Snoop.Yes } snooped => snooped,
            var bypassing => bypassing with
            {
                Snoop = Snoop.Either,
                Text =
                    $"{row.Text}: whether no-snoop requests look into the caches there is not defined, so both are "
                    + "possible",
                Doubt = "whether a unit without snoop control heeds the bit that forces snooping",
            },
        };
}
