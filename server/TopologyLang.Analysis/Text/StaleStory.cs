using System.Collections.Immutable;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Text;

/// <summary>Says in one sentence what is required at a stale read, and what goes wrong.</summary>
public static class StaleStory
{
    public static string Headline(SimulatedRun run, ImmutableArray<Remedy> remedies) =>
        run.Program.BuiltInAs switch
        {
            null => $"{Required(run, remedies)}: {Story(run)}",
            BuiltInKind.GuestSetsNoSnoop => $"built-in program `{run.Program.Name}`: where the guest turns Enable No "
                + $"Snoop on, {Story(run)}",
            _ => $"built-in program `{run.Program.Name}`: {Story(run)}",
        };

    /// <summary>
    /// Barriers where they are enough, and then nothing else is offered. A fence where it is enough; wbinvd where it
    /// would mend the program, since that is what people ask for; else the best there is.
    /// </summary>
    public static string Required(SimulatedRun run, ImmutableArray<Remedy> remedies)
    {
        if (BarriersOf(remedies) is [var missing, .. var others])
        {
            var elsewhere = others.Distinct().Where(kind => kind != missing).ToList();
            return $"{missing} required here"
                + (
                    elsewhere.Count > 0 ? $", {string.Join(" and ", elsewhere)} elsewhere"
                    : others.Length > 0 ? " and elsewhere"
                    : ""
                );
        }

        var insertions = remedies.Where(remedy => remedy.Kind == RemedyKind.Insert).ToList();
        var inserted = insertions.ConvertAll(remedy => remedy.Text);
        if (
            insertions.Exists(remedy =>
                remedy.Edits.All(edit => edit.Text.EndsWith(" fence", StringComparison.Ordinal))
            )
        )
        {
            return "fence required here";
        }

        if (inserted.Exists(text => text.EndsWith(" wbinvd", StringComparison.Ordinal)))
        {
            return "wbinvd required here";
        }

        return inserted.Exists(text => text.Contains("clflush", StringComparison.Ordinal)) ? "clflush required here"
            : inserted.Exists(text => text.Contains("dc_civac", StringComparison.Ordinal)) ? "dc_civac required here"
            : run.Verdict.Kind == VerdictKind.Overwritten ? "overwritten too early"
            : "stale data";
    }

    /// <summary>
    /// Where the barrier goes that the run shows to be missing; null where it needs something else.
    /// </summary>
    public static FileSpan? BarrierPlace(ImmutableArray<Remedy> remedies) =>
        BarriersOf(remedies).IsEmpty ? null : remedies[0].Edits[0].Where;

    /// <summary>
    /// The barriers that the first remedy puts in, by their words in Linux; empty where it is another.
    /// </summary>
    private static ImmutableArray<string> BarriersOf(ImmutableArray<Remedy> remedies) =>
        remedies is [{ Kind: RemedyKind.Insert } first, ..]
        && first.Edits.Select(BarrierOf).OfType<string>().ToImmutableArray() is var kinds
        && kinds.Length == first.Edits.Length
            ? kinds
            : [];

    private static string? BarrierOf(RemedyEdit edit) =>
        edit.Text.Split(' ') is [.., "barrier", var kind] ? kind : null;

    public static string Story(SimulatedRun run)
    {
        var last = run.Verdict.Run[^1];
        var buffer = last.Buffer;
        var shortest = $"shortest run: {Words.Steps(run.Verdict)}";
        if (OrderStory.Of(run) is { } order)
        {
            return $"{order} ({shortest})";
        }

        return run.Verdict.Hazard switch
        {
            Hazard.Overwritten =>
                $"{RunStepText.Actor(last)} reads `{buffer}` too late: what it is meant to read has been overwritten "
                    + $"({shortest})",
            Hazard.InformationLeak => $"`{last.Device}` reads what `{buffer}` held before it was recycled ({shortest})",
            Hazard.DmaWriteLost =>
                $"an older dirty line is written back over what the device wrote to `{buffer}` ({shortest})",
            Hazard.CpuReadsStale =>
                $"{RunStepText.Actor(last)} reads an old copy of `{buffer}`; the newest value is not in its cache "
                    + $"({shortest})",
            _ when Combining(last) is { } cpu =>
                $"`{last.Device}` reads `{buffer}` and gets an old value; the newest one is still in the "
                    + $"write-combining buffer of physical CPU {cpu} ({shortest})",
            _ when last.ReadFrom is { } cpu && last.Memory == last.Expected =>
                $"`{last.Device}` finds an old copy of `{buffer}` in the cache of physical CPU {cpu}; memory has the "
                    + $"newest one ({shortest})",
            _ => $"`{last.Device}` reads `{buffer}` past the caches and gets an old value; {Holder(last)} ({shortest})",
        };
    }

    /// <summary>
    /// That the run depends on an access of which no source is sure that it bypasses the caches; empty where none does.
    /// </summary>
    public static string Doubt(SimulatedRun run) =>
        Accesses(run).Select(step => run.Path.DeviceAt(step)?.DoubtOf(step)).FirstOrDefault(doubt => doubt is not null)
            is { } doubt
            ? $"; uncertain: it depends on {doubt}"
            : "";

    /// <summary>Of the device, to the buffer that goes wrong.</summary>
    private static IEnumerable<Step> Accesses(SimulatedRun run) =>
        run
            .Verdict.Run.Where(taken => taken.Actor == RunActor.Device && taken.Buffer == run.Verdict.Run[^1].Buffer)
            .Select(taken => taken.Step)
            .OfType<int>()
            .Select(step => run.Program.Steps[step]);

    /// <summary>The physical CPU in whose write-combining buffer the newest value is; null: in none.</summary>
    private static int? Combining(RunStep last) =>
        last.Combining.IndexOf(last.Expected) is >= 0 and var cpu ? cpu : null;

    /// <summary>Where the newest value is when the device misses it.</summary>
    private static string Holder(RunStep last)
    {
        for (var cpu = 0; cpu < last.Caches.Length; cpu++)
        {
            if (last.Caches[cpu].State == CopyState.Dirty && last.Caches[cpu].Value == last.Expected)
            {
                return $"the newest one is still in the cache of physical CPU {cpu}";
            }
        }

        return last.Memory == last.Expected ? "an old copy in a cache answers" : "the newest one never reached memory";
    }
}
