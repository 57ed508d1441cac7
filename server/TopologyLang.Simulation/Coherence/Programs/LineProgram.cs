using System.Collections.Immutable;
using TopologyLang.Simulation.Coherence.Lines;
using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.Simulation.Coherence.Programs;

/// <summary>
/// What a program does to one line, one <see cref="LineStep"/> for each of its steps. The steps on other lines stay as
/// steps that do nothing here, and so the length of a run counts them.
/// </summary>
/// <param name="Words">The buffers that share the line, each a word of it, with the access class of each.</param>
/// <param name="Slots">What each pending slot does when it completes: flush, clean, or discard-or-flush.</param>
/// <param name="Prefetch">A cacheable mapping exists, so that any CPU may fetch the line by itself.</param>
internal sealed record LineProgram(
    ProgramPath Path,
    ImmutableArray<WordPath> Words,
    ImmutableArray<LineStep> Steps,
    ImmutableArray<LineOperation> Slots,
    bool Prefetch
)
{
    /// <summary>The order of the program's steps.</summary>
    public required ProgramOrder Order { get; init; }

    /// <summary>
    /// Of each word the number that the line's states have for each write's value, so that values that no read tells
    /// apart have the same; empty where it is enough to tell the newest value from the others.
    /// </summary>
    public ImmutableArray<ImmutableArray<int>> Values { get; init; } = [];

    /// <summary>The buffers by name, for a message.</summary>
    public string Names => string.Join(" and ", Words.Select(word => $"'{word.Buffer.Buffer}'"));

    public int WordOf(string? buffer) => Words.Select(word => word.Buffer.Buffer).ToList().IndexOf(buffer!);

    /// <summary>The program step that issued what is pending in <paramref name="slot"/>.</summary>
    /// <param name="isTaken">Whether a step was taken.</param>
    public int IssuerOf(int slot, Func<int, bool> isTaken)
    {
        for (var i = Steps.Length - 1; i >= 0; i--)
        {
            if (Steps[i].Operation == LineOperation.Issue && Steps[i].Slot == slot && isTaken(i))
            {
                return i;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(slot), slot, "nothing was issued into this slot");
    }
}

/// <summary>A buffer of a line, and how the CPU is taken to reach it.</summary>
internal sealed record WordPath(BufferPath Buffer, AccessClass Access);
