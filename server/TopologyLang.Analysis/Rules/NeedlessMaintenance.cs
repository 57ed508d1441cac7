using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Analysis.Text;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Rules;

/// <summary>
/// Cache maintenance that no interleaving needs: without it every run of the program stays coherent. Of several that
/// could go one at a time, only those are named that can all go together.
/// </summary>
public sealed class NeedlessMaintenance : IRule
{
    private static readonly NeedlessSteps Steps = new(step => InstructionSet.IsMaintenance(step.Kind));

    public IEnumerable<Finding> Find(Facts facts) =>
        Steps
            .In(facts)
            .Where(found => !IsOfTheDefaultModel(found))
            .SelectMany(found => found.Needless.Select(step => Of(facts, found.Runs[0], step)));

    /// <summary>
    /// Where a line may leave the cache in which it was written, one flush can stand in for another in the default
    /// model alone.
    /// </summary>
    private static bool IsOfTheDefaultModel(NeedlessSteps.Found found) =>
        found.Needless.Length < found.Of.Length
        && StricterProfiles.PassesDirtyLinesOn(found.Topology, found.Runs[0].Program);

    private static Finding Of(Facts facts, SimulatedRun run, int step)
    {
        var where = facts.Places.Of(run.Program, step);
        var verb = Words.Verb(run.Program.Steps[step].Kind);
        var removal = new Remedy(
            RemedyKind.Remove,
            [new FileEdits(facts.Binding).Remove(where)],
            "nothing: no interleaving needs it in the default model"
        );
        return Finding.At(
            where,
            FindingCode.NeedlessMaintenance,
            $"this {verb} is not needed here: {Why(run, step)}; removing it is safe"
        ) with
        {
            Known = [removal],
            Chain = Chains.Of(run.Path),
        };
    }

    private static string Why(SimulatedRun run, int step)
    {
        var program = run.Program;
        if (
            program.Steps[step].Kind is StepKind.Wbinvd or StepKind.Wbnoinvd
            && run.Path is { InGuest: true, Cpu.Wbinvd: WbinvdMode.Nop }
        )
        {
            return $"KVM makes it a no-op for `{program.Guest}`";
        }

        var accesses = program.Steps.Where(one => one.Kind is StepKind.DmaRead or StepKind.DmaWrite).ToList();
        return accesses.Count > 0 && accesses.TrueForAll(access => Snoops(run.Path, access))
            ? $"every DMA access of `{program.Name}` looks into the caches"
            : $"`{program.Name}` is coherent in every interleaving without it";
    }

    private static bool Snoops(ProgramPath path, Step access) => path.DeviceAt(access)?.Of(access) == Snooped.Yes;
}
