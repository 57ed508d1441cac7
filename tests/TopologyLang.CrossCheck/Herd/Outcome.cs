using System.Collections.Immutable;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.CrossCheck.Herd;

/// <summary>
/// What one execution reads and leaves in memory, in which every wait passes. A value is the number of the write to the
/// buffer that made it, from 1 in the order of the text; 0: what memory held at the start.
/// </summary>
/// <param name="Read">Of each read and wait, in the order of the text.</param>
/// <param name="Memory">Of each buffer that the program accesses, in the order of the names.</param>
internal sealed record Outcome(ImmutableArray<int> Read, ImmutableArray<int> Memory)
{
    public bool Equals(Outcome? other) =>
        other is not null
        && Read.AsSpan().SequenceEqual(other.Read.AsSpan())
        && Memory.AsSpan().SequenceEqual(other.Memory.AsSpan());

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var value in Read.Concat(Memory))
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => $"reads {string.Join(' ', Read)}, leaves {string.Join(' ', Memory)}";
}

/// <summary>The values in the text of a program.</summary>
/// <param name="Values">Of a write its number among those to its buffer; of a read or wait that of the last write
/// before it.</param>
/// <param name="Buffers">Those that are accessed, in the order of their names.</param>
internal sealed record TextValues(ImmutableArray<int> Values, ImmutableArray<string> Buffers)
{
    public static TextValues Of(Simulation.Topology.Program program)
    {
        var last = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var values = ImmutableArray.CreateBuilder<int>(program.Steps.Length);
        foreach (var step in program.Steps)
        {
            if (step.Buffer is { } buffer)
            {
                last[buffer] = last.GetValueOrDefault(buffer) + (step.IsWrite ? 1 : 0);
            }

            values.Add(step.Buffer is null ? 0 : last[step.Buffer]);
        }

        return new TextValues(values.ToImmutable(), [.. last.Keys]);
    }

    public static bool IsRead(Step step) =>
        step.Kind is StepKind.Read or StepKind.Wait or StepKind.DmaRead or StepKind.DmaWait;
}
