using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Lines;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence.Programs;

/// <summary>
/// Gives each issued line operation a slot until a step of the same CPU is sure to have completed it. A slot is used
/// again only for the same operation, so that what a slot does is known without knowing who filled it.
/// </summary>
/// <param name="inText">
/// Steps are taken in the order of the text. Else steps of different CPUs may change places, so a slot is used again
/// only for the CPU that had it, and of two accesses of a CPU either may be the first to complete what it has pending.
/// </param>
internal sealed class PendingSlots(bool inText)
{
    private readonly List<LineOperation> operations = [];

    /// <summary>Of each slot who filled it; null: it is free.</summary>
    private readonly List<PendingIssuer?> owners = [];

    /// <summary>Of each slot who filled it last.</summary>
    private readonly List<PendingIssuer> users = [];

    public ImmutableArray<LineOperation> Operations => [.. operations];

    public int Add(PendingIssuer issuer, LineOperation operation)
    {
        for (var slot = 0; slot < operations.Count; slot++)
        {
            if (operations[slot] == operation && owners[slot] is null && (inText || users[slot] == issuer))
            {
                (owners[slot], users[slot]) = (issuer, issuer);
                return slot;
            }
        }

        operations.Add(operation);
        owners.Add(issuer);
        users.Add(issuer);
        return operations.Count - 1;
    }

    /// <summary>
    /// Takes the slots of a CPU of the program's owner, of all of them, or of one of the hypervisor's: those that an
    /// access of that CPU completes.
    /// </summary>
    public ImmutableArray<int> TakeAll(CpuSelector cpu) => Take(slot => IsOf(cpu, slot.Cpu), _ => false);

    /// <summary>
    /// Takes what a fence completes: the slots of its CPU, and those that anybody filled on the physical CPUs that
    /// execute it.
    /// </summary>
    public ImmutableArray<int> TakeAll(CpuSelector cpu, CpuSet executing) =>
        Take(slot => IsOf(cpu, slot.Cpu), slot => executing.Contains(slot.Physical));

    /// <summary>
    /// Slots that others fill later in the text, on the physical CPUs that execute a fence: where steps of different
    /// CPUs may change places, they may be filled before it.
    /// </summary>
    public IEnumerable<int> OfOthers(CpuSelector cpu, CpuSet executing) =>
        Enumerable
            .Range(0, users.Count)
            .Where(slot => !IsOf(cpu, users[slot].Cpu) && executing.Contains(users[slot].Physical));

    /// <param name="own">A slot of the CPU itself, which is free from here on.</param>
    /// <param name="other">
    /// A slot of another CPU. Where the order is not the text's, that one may fill it again before it is completed, and
    /// so does not share it with anything.
    /// </param>
    private ImmutableArray<int> Take(Predicate<PendingIssuer> own, Predicate<PendingIssuer> other)
    {
        var taken = ImmutableArray.CreateBuilder<int>();
        for (var slot = 0; slot < owners.Count; slot++)
        {
            if ((inText ? owners[slot] : users[slot]) is not { } owner || !(own(owner) || other(owner)))
            {
                continue;
            }

            taken.Add(slot);
            owners[slot] = inText || own(owner) ? null : owners[slot];
        }

        return taken.ToImmutable();
    }

    private static bool IsOf(CpuSelector cpu, CpuSelector issuer) =>
        issuer == cpu || (cpu.Scope == CpuScope.All && issuer.Scope == CpuScope.Own);
}
