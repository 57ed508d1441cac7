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

    /// <summary>Of each slot the CPU that filled it; null: it is free.</summary>
    private readonly List<CpuSelector?> owners = [];

    /// <summary>Of each slot the CPU that filled it last.</summary>
    private readonly List<CpuSelector> users = [];

    public ImmutableArray<LineOperation> Operations => [.. operations];

    public int Add(CpuSelector cpu, LineOperation operation)
    {
        for (var slot = 0; slot < operations.Count; slot++)
        {
            if (operations[slot] == operation && owners[slot] is null && (inText || users[slot] == cpu))
            {
                (owners[slot], users[slot]) = (cpu, cpu);
                return slot;
            }
        }

        operations.Add(operation);
        owners.Add(cpu);
        users.Add(cpu);
        return operations.Count - 1;
    }

    /// <summary>
    /// Takes the slots of a CPU of the program's owner, of all of them, or of one of the hypervisor's.
    /// </summary>
    public ImmutableArray<int> TakeAll(CpuSelector cpu)
    {
        var taken = ImmutableArray.CreateBuilder<int>();
        for (var slot = 0; slot < owners.Count; slot++)
        {
            if (
                (inText ? owners[slot] : users[slot]) is { } owner
                && (owner == cpu || (cpu.Scope == CpuScope.All && owner.Scope == CpuScope.Own))
            )
            {
                taken.Add(slot);
                owners[slot] = null;
            }
        }

        return taken.ToImmutable();
    }
}
