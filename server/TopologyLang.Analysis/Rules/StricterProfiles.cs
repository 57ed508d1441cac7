using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Rules;

/// <summary>
/// A program that is coherent only because one CPU writes its whole cache back, on CPUs whose caches may pass a dirty
/// line on by themselves: the line can have left that cache before. The default model leaves that out.
/// </summary>
public sealed class StricterProfiles : IRule
{
    private static readonly Reason DirtyLinesMigrate = new(
        "caches of these CPUs may pass a dirty line on to another one without a store there, so that it is not in the "
            + "cache that is written back",
        "AMD64 APM vol. 2, 7.3 (MOESDIF); Arm ARM D7.5.9.16 (set/way maintenance)"
    );

    public IEnumerable<Finding> Find(Facts facts) =>
        from timeline in facts.System.Timelines
        from run in timeline.Runs
        where
            run.Verdict.Kind == VerdictKind.Coherent
            && run.Path.Profile.DirtyLines == DirtyLines.Keep
            && !run.Program.BuiltIn
            && PassesDirtyLinesOn(timeline.Topology, run.Program)
        from step in Enumerable.Range(0, run.Program.Steps.Length)
        where
            EmptiesOneCache(run, run.Program.Steps[step])
            && facts.Maintenance.Without(run, step, facts.Cancellation).IsFault
        select Finding.At(facts.Places.Of(run.Program, step), FindingCode.StricterProfile, Message(run, step)) with
        {
            Chain = [DirtyLinesMigrate],
        };

    internal static bool PassesDirtyLinesOn(SystemTopology topology, Program program)
    {
        var name = program.Host ?? topology.Guests.First(guest => guest.Name == program.Guest).Host;
        return topology.Hosts.First(host => host.Name == name).Vendor
            is CpuVendor.Amd
                or CpuVendor.Hygon
                or CpuVendor.Arm;
    }

    /// <summary>
    /// Set/way operations that KVM traps write every cache back by address, which no migration escapes.
    /// </summary>
    private static bool EmptiesOneCache(SimulatedRun run, Step step) =>
        step.Cpu.Scope == CpuScope.Own
        && (
            step.Kind is StepKind.Wbinvd or StepKind.Wbnoinvd
            || (step.Kind is StepKind.DcCsw or StepKind.DcCisw && !run.Path.Cpu.SetWayTrapped)
        );

    private static string Message(SimulatedRun run, int step) =>
        $"`{run.Program.Name}` is coherent in the default model only: it needs this "
        + $"{Words.Verb(run.Program.Steps[step].Kind)}, which reaches the cache of one CPU, and caches of this vendor "
        + "may pass a dirty line on; maintenance by address is enough everywhere";
}
