namespace TopologyLang.Simulation.Coherence.Lines;

/// <summary>The modelled CPUs of a line change places.</summary>
internal static class LinePermutation
{
    /// <summary>Bits of the place to which a CPU's copy goes.</summary>
    public const int PlaceBits = 4;

    /// <param name="cpus">Those that are modelled; the shared cache after them stays where it is.</param>
    public static Line Permuted(Line line, ulong places, int cpus)
    {
        var moved = line;
        for (var cpu = 0; cpu < cpus; cpu++)
        {
            var from = (int)(places >> (PlaceBits * cpu) & 15);
            if (from != cpu)
            {
                moved = moved with { Caches = moved.Caches.SetItem(cpu, line.Caches[from]) };
                moved = line.Buffers.IsEmpty
                    ? moved
                    : moved with
                    {
                        Buffers = moved.Buffers.SetItem(cpu, line.Buffers[from]),
                    };
            }
        }

        return moved;
    }
}
