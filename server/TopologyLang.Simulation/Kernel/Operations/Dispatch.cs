using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Kernel.Kvm;
using TopologyLang.Simulation.Kernel.KvmVfio;
using TopologyLang.Simulation.Kernel.Mapping;
using TopologyLang.Simulation.Kernel.Nesting;
using TopologyLang.Simulation.Kernel.Pci;
using TopologyLang.Simulation.Kernel.Scopes;
using TopologyLang.Simulation.Kernel.State;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Operations;

/// <summary>One operation on one state.</summary>
internal static class Dispatch
{
    public static Answer Run(KernelState state, Operation operation)
    {
        var answer = RunKind(state, operation);
        return Standing.Concerns(operation, answer.Result)
            ? answer with
            {
                State = answer.State with { Done = answer.State.Done.Push(operation) },
            }
            : answer;
    }

    /// <summary>The host that answers: the device's, the domain's, or the program's.</summary>
    public static Host HostOf(TopologyIndex index, Operation operation) =>
        operation.Host is { } host ? index.Host(host)
        : operation.Device is { } device ? index.HostOf(index.Device(device))
        : operation.Domain is { } domain ? index.Host(index.Domain(domain).Host)
        : TouchMemory.HostOf(index, operation.Program!);

    private static Answer RunKind(KernelState state, Operation operation) =>
        InnerDevices(state, operation)
        ?? operation.Kind switch
        {
            OperationKind.Attach => Attach.Run(state, operation.Device!, operation.Domain!),
            OperationKind.Detach => Detach.Run(state, operation.Device!, operation.Domain!),
            OperationKind.KvmAdd => KvmChange(state, operation, KvmAdd.Run),
            OperationKind.KvmRemove => KvmChange(state, operation, KvmRemove.Run),
            OperationKind.SetNoSnoop => SetNoSnoop.Run(
                state,
                operation.Device!,
                operation.EnableNoSnoop,
                operation.SetBy
            ),
            OperationKind.Run => TouchMemory.Run(state, operation.Program!),
            OperationKind.Map => MapMemory.Map(state, operation.Domain!),
            OperationKind.Unmap => MapMemory.Unmap(state, operation.Domain!),
            OperationKind.Reset => Reset.Run(state, operation.Device!),
            _ => throw new ArgumentOutOfRangeException(
                nameof(operation),
                operation.Kind,
                "an operation without a rule"
            ),
        };

    /// <summary>A host in a guest has those devices only that the guest has.</summary>
    private static Answer? InnerDevices(KernelState state, Operation operation)
    {
        if (operation.Device is not { } name || state.Index.Device(name) is not { Outer: not null } device)
        {
            return null;
        }

        if (InnerDevice.Unknown(state, device) is { } why)
        {
            var moved = Uncertainty.Moved(state, device, operation.Domain, why);
            return Answer.NotKnown(
                operation.Guest is { } guest ? Uncertainty.Given(moved, name, guest, why) : moved,
                why
            );
        }

        return Scope.OutsideInner(state.Index, device) is null && HeldDevices.Absent(state, device) is { } absent
            ? Answer.Refused(state, Errno.Enodev, absent)
            : null;
    }

    private static Answer KvmChange(
        KernelState state,
        Operation operation,
        Func<KernelState, string, string, Answer> change
    )
    {
        var (device, guest) = (operation.Device!, operation.Guest!);
        var why =
            state.Guests[guest].Unknown
            ?? Coherency.NotKnown(state, device, guest)
            ?? Scope.Outside(state.Index, state.Index.Device(device))
            ?? Scope.Outside(state.Index, state.Index.Guest(guest));
        return why is null
            ? change(state, device, guest)
            : Answer.NotKnown(Uncertainty.Given(state, device, guest, why), why);
    }
}
