using System.Collections.Immutable;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>The whole state: where the program is, where its CPUs are, what KVM remembers, and one line for each buffer.</summary>
internal sealed record NaiveWorld(
    int Pc,
    ImmutableSortedDictionary<int, int> Where,
    ImmutableSortedDictionary<int, ImmutableSortedSet<int>> Mask,
    bool Trapped,
    ImmutableSortedDictionary<string, NaiveLine> Lines)
{
    /// <summary>Where the CPUs are and what KVM remembers is the same for all states at one place of a program without branches.</summary>
    public string Key => $"{Pc}|{string.Join(';', Lines.Values.Select(line => line.Key))}";

    public static NaiveWorld Start(ProgramPath path)
    {
        var where = Enumerable.Range(0, path.OwnCpus).ToImmutableSortedDictionary(number => number, number => number % path.PhysicalCpus);
        var line = new NaiveLine(0, [.. Enumerable.Repeat(NaiveLine.Invalid, path.PhysicalCpus)], [], 0);
        return new NaiveWorld(
            0,
            where,
            where.ToImmutableSortedDictionary(pair => pair.Key, pair => ImmutableSortedSet.Create(pair.Value)),
            false,
            path.Buffers.ToImmutableSortedDictionary(buffer => buffer.Buffer, _ => line, StringComparer.Ordinal));
    }

    public NaiveWorld With(string buffer, NaiveLine line) => this with { Lines = Lines.SetItem(buffer, line) };

    public NaiveWorld EveryLine(Func<NaiveLine, NaiveLine> change) =>
        Lines.Keys.Aggregate(this, (world, name) => world.With(name, change(world.Lines[name])));
}
