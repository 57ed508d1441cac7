using System.Collections.Immutable;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Terms;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Advice;

/// <summary>
/// Answers, for each device of a file, what would come of passing it through: alone, to a guest of its own, through a
/// VFIO container. What the file gives to whom does not matter here. A function that can set no-snoop is taken to use
/// it, since the guest's driver decides that.
/// </summary>
public static class Advisor
{
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImmutableArray<DeviceAdvice> Of(FileAnalysis analysis, CancellationToken cancellation)
    {
        var topology = WithNoSnoopUsed(analysis.Binding.Topology);
        var machines = new PassThrough(topology);
        var trials = new Trials(analysis.Simulator, machines, cancellation);
        var changes = new Changes(trials);
        return
        [
            .. topology.Devices.Select(device =>
                Inside(machines.HostOf(device), device)
                ?? Of(trials.Of(device, DomainApi.VfioType1, host => host), changes)
            ),
        ];
    }

    /// <summary>
    /// Of a host in a guest it depends on everything below, which this looks at one device at a time cannot set up
    /// anew.
    /// </summary>
    private static DeviceAdvice? Inside(Host host, Device device) =>
        host.InGuest is null
            ? null
            : new DeviceAdvice(
                device.Name,
                device.Address,
                host.Name,
                KernelWords.Name(host),
                Suitability.Unknown,
                "unknown",
                null,
                null,
                null,
                null,
                [],
                [],
                [
                    new Reason(
                        $"{host.Name} runs in the guest {host.InGuest}: declare the assignment and look at "
                            + "`topo check`, which simulates both machines"
                    ),
                ]
            );

    private static DeviceAdvice Of(Trial trial, Changes changes)
    {
        var host = trial.Timeline.Topology.Hosts[0];
        var done = trial.Attach.Done;
        return new DeviceAdvice(
            trial.Device.Name,
            trial.Device.Address,
            host.Name,
            KernelWords.Name(host),
            trial.Suitability,
            trial.Attach.Result,
            done ? trial.Domain.Enforced : null,
            done ? trial.Box.Box : null,
            done && trial.Guest.Unknown is null ? Words.Of(trial.Guest.Wbinvd) : null,
            done && trial.Guest.Unknown is null ? Words.OfPat(trial.Guest.GuestPatHonoured) : null,
            trial.Hazards,
            changes.For(host, trial.Device, trial.Suitability),
            trial.Why
        )
        {
            Conditions = trial.Conditions,
        };
    }

    private static SystemTopology WithNoSnoopUsed(SystemTopology topology) =>
        topology with
        {
            Devices =
            [
                .. topology.Devices.Select(device =>
                    device.NoSnoop == NoSnoop.HardwiredZero ? device : device with { NoSnoop = NoSnoop.Used }
                ),
            ],
        };
}
