using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace TopologyLang.Simulation.Coherence;

/// <summary>A line program as a table over packed states: all that the search needs. It holds no names.</summary>
internal sealed record PackedProgram(LineProgram Line, StateLayout Layout, ImmutableArray<PackedStep> Steps)
{
    /// <returns>Null where the states do not fit into the word.</returns>
    public static PackedProgram? Pack(LineProgram program)
    {
        var layout = StateLayout.Of(program, BystanderReduction.Modelled(program));
        return layout is null ? null : new PackedProgram(program, layout, [.. program.Steps.Select(step => Pack(step, layout))]);
    }

    /// <summary>Equal for two programs exactly if their searches are the same.</summary>
    public string Key()
    {
        var key = new StringBuilder(64 + (Steps.Length * 40));
        key.Append(Line.Prefetch ? 'p' : '-').Append(Layout.Cpus.Length).Append(':');
        foreach (var operation in Line.Slots)
        {
            key.Append((char)('a' + (int)operation));
        }

        key.Append(';');
        key.Append(Encoding.Latin1.GetString(MemoryMarshal.AsBytes(Steps.Select(Words).SelectMany(words => words).ToArray().AsSpan())));
        return key.ToString();

        static ulong[] Words(PackedStep step) => [(ulong)step.Operation, step.Copy, step.Pending, step.Completes];
    }

    private static PackedStep Pack(LineStep step, StateLayout layout)
    {
        var copy = 0UL;
        for (var i = 0; i < layout.Cpus.Length; i++)
        {
            var cpu = layout.Cpus[i];
            if (step.Caches ? step.Cpu == cpu : step.On.Contains(cpu))
            {
                copy |= StateLayout.Copy(i);
            }
        }

        var pending = step.Operation == LineOperation.Issue ? layout.Pending(step.Slot) : 0;
        return new PackedStep(step.Operation, copy, pending, step.Completes.Aggregate(0UL, (bits, slot) => bits | layout.Pending(slot)));
    }
}
