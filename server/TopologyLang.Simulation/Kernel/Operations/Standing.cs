using System.Collections.Immutable;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Kernel.Declarations;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Kernel.Operations;

/// <summary>
/// The operations that made what stands now: what an administrator does again after the host has started anew.
/// </summary>
internal static class Standing
{
    /// <summary>
    /// A map or unmap of which the answer is not known is done again, too: whatever it found, it is known how it left
    /// the domain.
    /// </summary>
    public static bool Concerns(Operation operation, string result) =>
        operation.Kind switch
        {
            OperationKind.Attach or OperationKind.Detach or OperationKind.KvmAdd or OperationKind.KvmRemove => result
                == OperationOutcome.Ok,
            OperationKind.Map or OperationKind.Unmap => result is OperationOutcome.Ok or OperationOutcome.Unknown,
            _ => false,
        };

    /// <summary>In the order in which they were done.</summary>
    public static ImmutableArray<Operation> Of(TopologyIndex index, ImmutableStack<Operation> done) =>
        done.Reverse()
            .Aggregate(
                ImmutableArray<Operation>.Empty,
                (standing, operation) => WithoutLostMappings(index, After(standing, operation))
            );

    /// <summary>
    /// What is mapped in a container, or by vhost-vdpa, is gone with the last device.
    /// </summary>
    private static ImmutableArray<Operation> WithoutLostMappings(
        TopologyIndex index,
        ImmutableArray<Operation> standing
    ) =>
        [
            .. standing.Where(o =>
                o.Kind is not (OperationKind.Map or OperationKind.Unmap)
                || !index.Domain(o.Domain!).LosesMappings
                || standing.Any(other => other.Kind == OperationKind.Attach && other.Domain == o.Domain)
            ),
        ];

    private static ImmutableArray<Operation> After(ImmutableArray<Operation> standing, Operation done) =>
        done.Kind switch
        {
            OperationKind.Attach => [.. standing.Where(o => !IsAttachOf(o, done)), done],
            OperationKind.Detach => [.. standing.Where(o => !IsAttachOf(o, done))],
            OperationKind.KvmAdd => standing.Add(done),
            OperationKind.KvmRemove => standing.FirstOrDefault(o => IsAddOf(o, done)) is { } added
                ? standing.Remove(added)
                : standing,
            OperationKind.Map or OperationKind.Unmap => [.. standing.Where(o => !IsMapOf(o, done)), done],
            _ => standing,
        };

    private static bool IsAttachOf(Operation operation, Operation done) =>
        operation.Kind == OperationKind.Attach && operation.Device == done.Device;

    private static bool IsAddOf(Operation operation, Operation done) =>
        operation.Kind == OperationKind.KvmAdd && operation.Device == done.Device && operation.Guest == done.Guest;

    private static bool IsMapOf(Operation operation, Operation done) =>
        operation.Kind is OperationKind.Map or OperationKind.Unmap && operation.Domain == done.Domain;
}
