using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Coherence;

/// <summary>
/// Gives each issued line operation a slot until a step of the same CPU is sure to have completed it. A slot is used again only for the
/// same operation, so that what a slot does is known without knowing who filled it.
/// </summary>
internal sealed class PendingSlots
{
    private readonly List<LineOperation> operations = [];
    private readonly Dictionary<int, CpuSelector> owners = [];

    public ImmutableArray<LineOperation> Operations => [.. operations];

    public int Add(CpuSelector cpu, LineOperation operation)
    {
        var slot = Enumerable.Range(0, operations.Count).FirstOrDefault(Free, operations.Count);
        if (slot == operations.Count)
        {
            operations.Add(operation);
        }

        owners.Add(slot, cpu);
        return slot;

        bool Free(int candidate) => operations[candidate] == operation && !owners.ContainsKey(candidate);
    }

    /// <summary>Takes the slots of a CPU of the program's owner, of all of them, or of one of the hypervisor's.</summary>
    public ImmutableArray<int> TakeAll(CpuSelector cpu)
    {
        var slots = owners.Where(owned => owned.Value == cpu || (cpu.Scope == CpuScope.All && owned.Value.Scope == CpuScope.Own))
            .Select(owned => owned.Key).Order().ToImmutableArray();
        foreach (var slot in slots)
        {
            owners.Remove(slot);
        }

        return slots;
    }
}
