using System.Collections.Immutable;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.Simulation.Coherence;

/// <summary>
/// What a program does to the line of one buffer, one <see cref="LineStep"/> for each of its steps. Buffers share no line and no step
/// of one depends on another, so each buffer is checked by itself; the steps of other buffers stay as steps that do nothing here, and so
/// the length of a run counts them.
/// </summary>
/// <param name="Slots">What each pending slot does when it completes: flush, clean, or discard-or-flush.</param>
/// <param name="Prefetch">A cacheable mapping exists, so that any CPU may fetch the line by itself.</param>
internal sealed record LineProgram(
    ProgramPath Path,
    BufferPath Buffer,
    AccessClass Access,
    ImmutableArray<LineStep> Steps,
    ImmutableArray<LineOperation> Slots,
    bool Prefetch)
{
    /// <summary>The program step that issued what is pending in <paramref name="slot"/> before step <paramref name="next"/>.</summary>
    public int IssuerOf(int slot, int next)
    {
        for (var i = next - 1; i >= 0; i--)
        {
            if (Steps[i].Operation == LineOperation.Issue && Steps[i].Slot == slot)
            {
                return i;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(slot), slot, "nothing was issued into this slot");
    }
}
