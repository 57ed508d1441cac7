using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Operations;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Kernel.Views;
using TopologyLang.Simulation.Tests.Kernel;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Properties;

/// <summary>What holds on every machine. A failure names its seed, with which it comes again.</summary>
public class KernelPropertyTests
{
    private const int Machines = 700;

    /// <summary>
    /// There is no operation that takes enforcement back: a device keeps it as long as it is where it is (seed 000).
    /// </summary>
    [Fact]
    public void EnforcementIsPermanent()
    {
        var seen = 0;
        foreach (var (seed, before, outcome, after) in Steps(10))
        {
            foreach (var device in new[] { "d0", "d1", "d2" }.Where(before.Enforced))
            {
                seen++;
                Assert.True(
                    before.DeviceOf(device).Domain != after.DeviceOf(device).Domain || after.Enforced(device),
                    $"seed {seed}: {Name(outcome)} takes enforcement from {device}"
                );
            }
        }

        Assert.True(seen > Machines, $"only {seen} enforced devices were seen");
    }

    [Fact]
    public void FailedAttachChangesNothing()
    {
        var seen = 0;
        foreach (var (seed, before, outcome, after) in Steps(8))
        {
            if (outcome.Refused)
            {
                seen++;
                Assert.True(
                    Digest(before) == Digest(after),
                    $"seed {seed}: {Name(outcome)} was refused with {outcome.Result} and changed\n"
                        + $"{Digest(before)}\nto\n{Digest(after)}"
                );
            }
        }

        Assert.True(seen > Machines, $"only {seen} refusals were seen");
    }

    /// <summary>
    /// Attaches of devices that are nowhere, kvm adds of attached devices, mappings and the guests' writes; then the
    /// same backwards.
    /// </summary>
    [Fact]
    public void ScenarioUndoneStepByStepLeavesTheInitialState()
    {
        var undone = 0;
        for (var seed = 1; seed <= Machines; seed++)
        {
            var random = new RandomMachine(seed);
            var machine = random.Machine();
            var done = Forward(machine, random);
            var whole = done.AddRange(Back(done));
            var result = machine.Scenario([.. whole]).Run();
            var backward = result.Operations.Skip(done.Length).Where(o => !o.Done).ToList();

            Assert.True(
                backward.Count == 0,
                $"seed {seed}: {(backward.Count == 0 ? "" : Name(backward[0]))} cannot be undone"
            );
            Assert.True(
                Digest(machine.Scenario().Run().End) == Digest(result.End),
                $"seed {seed}: after {string.Join("; ", whole.Select(Name))}\n"
                    + $"{Digest(machine.Scenario().Run().End)}\nbecame\n{Digest(result.End)}"
            );
            undone += done.Length;
        }

        Assert.True(undone > Machines, $"only {undone} operations were undone");
    }

    /// <summary>
    /// What is shown as "since 5.19" is not true of 5.15. A refusal may name the version that would not refuse.
    /// </summary>
    [Fact]
    public void NoReasonIsYoungerThanItsKernel()
    {
        var seen = 0;
        foreach (var (seed, _, outcome, after) in Steps(8))
        {
            foreach (var device in after.Index.Topology.Devices)
            {
                var kernel = after.Index.Host(device.Host).Kernel;
                var state = after.DeviceOf(device.Name);
                foreach (
                    var reason in state
                        .Chain.Concat(state.Ats.Chain)
                        .Concat(outcome.Done ? outcome.Chain : [])
                        .Where(reason => reason.Since is not null)
                )
                {
                    seen++;
                    Assert.True(
                        reason.Since <= kernel,
                        $"seed {seed}, Linux {kernel}, after {Name(outcome)}: {device.Name}: {reason}"
                    );
                }
            }
        }

        Assert.True(seen > Machines, $"only {seen} reasons with a version were seen");
    }

    /// <summary>Every operation of every machine, with the states around it; only what the kernel answered.</summary>
    private static IEnumerable<(int Seed, KernelState Before, OperationOutcome Outcome, KernelState After)> Steps(
        int count
    )
    {
        for (var seed = 1; seed <= Machines; seed++)
        {
            var random = new RandomMachine(seed);
            var machine = random.Machine();
            var operations = random.Operations(count);
            var before = KernelState
                .Initial(new TopologyIndex(machine.Topology))
                .StartingWith(new Scenario { Name = "steps", Operations = operations });
            foreach (var (i, operation) in operations.Index())
            {
                var answer = Dispatch.Run(before, operation);
                var kernel = before.Index.Topology.Hosts[0].Kernel;
                yield return (
                    seed,
                    before,
                    new OperationOutcome(operation, i, answer.Result, kernel, answer.Chain),
                    answer.State
                );
                before = answer.State;
            }
        }
    }

    private static ImmutableArray<Operation> Forward(Machine machine, RandomMachine random)
    {
        var done = ImmutableArray<Operation>.Empty;
        var state = machine.Scenario().Run().End;
        foreach (var operation in random.Operations(12))
        {
            var place = operation.Device is { } device ? state.DeviceOf(device) : null;
            var fits = operation.Kind switch
            {
                OperationKind.Attach => place!.Domain is null,
                OperationKind.KvmAdd => place is { Domain: not null, RegisteredWithVfio: true },
                OperationKind.SetNoSnoop => operation.SetBy == NoSnoopSetter.Guest,
                _ => false,
            };
            if (fits && machine.Scenario([.. done, operation]).Run() is var result && result.Operations[^1].Done)
            {
                done = done.Add(operation);
                state = result.End;
            }
        }

        return done;
    }

    private static IEnumerable<Operation> Back(ImmutableArray<Operation> done) =>
        done.Reverse()
            .Where(o => o.Kind != OperationKind.SetNoSnoop)
            .Select(o =>
                o.Kind == OperationKind.Attach
                    ? Machine.Detach(o.Device!, o.Domain!)
                    : Machine.KvmRemove(o.Device!, o.Guest!)
            );

    /// <summary>Everything about a state that can be asked for.</summary>
    private static string Digest(KernelState state)
    {
        var topology = state.Index.Topology;
        return string.Join(
            '\n',
            topology
                .Devices.Select(d => state.DeviceOf(d.Name))
                .Select(d =>
                    $"{d.Name} {d.Domain} {d.RegisteredWithVfio} {d.EnableNoSnoop} {d.NoSnoopSetBy} "
                    + $"{d.NoSnoopOffAtAttach} {d.Translation} {d.Unknown?.Text}"
                )
                .Concat(topology.Domains.Select(d => $"{state.DomainOf(d.Name)} {state.Maps(d.Name)}"))
                .Concat(
                    topology
                        .Guests.Select(g => state.GuestOf(g.Name))
                        .Select(g =>
                            $"{g.Name} {g.NoncoherentDma} {g.Wbinvd} {g.GuestPatHonoured} "
                            + $"{string.Join(",", g.Files.SelectMany(f => f.Devices))} {g.Unknown?.Text}"
                        )
                )
        );
    }

    private static string Name(OperationOutcome outcome) => Name(outcome.Operation);

    private static string Name(Operation operation) =>
        $"{operation.Kind} {operation.Device} {operation.Domain ?? operation.Guest}";
}
