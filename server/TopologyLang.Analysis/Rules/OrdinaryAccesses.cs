using TopologyLang.Analysis.Findings;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Rules;

/// <summary>
/// A <c>dma ... no_snoop</c> by a function that cannot set the attribute: it makes an ordinary access.
/// </summary>
public sealed class OrdinaryAccesses : IRule
{
    public IEnumerable<Finding> Find(Facts facts) =>
        Accesses(facts).DistinctBy(finding => (finding.Where, finding.Message));

    private static IEnumerable<Finding> Accesses(Facts facts) =>
        from timeline in facts.System.Timelines
        from run in timeline.Runs
        where !run.Program.BuiltIn && run.Path.CannotRun is null && run.Path.NotKnown is null
        from step in Enumerable.Range(0, run.Program.Steps.Length)
        where run.Program.Steps[step].NoSnoop
        let path = run.Path.DeviceAt(run.Program.Steps[step])!
        where !path.CanSetNoSnoop
        select Finding.At(
            facts.Places.Of(run.Program, step),
            FindingCode.OrdinaryAccess,
            Message(timeline.Topology, path.Device)
        ) with
        {
            Chain = path.Chain,
        };

    private static string Message(SystemTopology topology, string name)
    {
        var device = topology.Devices.First(device => device.Name == name);
        var why = device switch
        {
            { Bus: not DeviceBus.Pcie } => "it is no PCIe function",
            { NoSnoop: NoSnoop.HardwiredZero } => "its Enable No Snoop bit is hardwired to 0",
            _ => "its Enable No Snoop bit is 0 here",
        };
        return $"`{name}` cannot set no-snoop, so this is an ordinary access: {why}";
    }
}
