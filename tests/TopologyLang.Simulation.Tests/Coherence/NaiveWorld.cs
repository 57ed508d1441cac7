using System.Collections.Immutable;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>The whole state: where the program is, where its CPUs are, what KVM remembers, and the lines by their first buffer's name.</summary>
internal sealed record NaiveWorld(
    int Pc,
    ImmutableSortedDictionary<int, int> Where,
    ImmutableSortedDictionary<int, ImmutableSortedSet<int>> Mask,
    bool Trapped,
    ImmutableSortedDictionary<string, NaiveLine> Lines
)
{
    /// <summary>Where the CPUs are and what KVM remembers is the same for all states at one place of a program without branches.</summary>
    public string Key => $"{Pc}|{string.Join(';', Lines.Values.Select(line => line.Key))}";

    /// <param name="lines">The buffers of each line.</param>
    public static NaiveWorld Start(ProgramPath path, ImmutableArray<ImmutableArray<string>> lines)
    {
        var where = Enumerable
            .Range(0, path.OwnCpus)
            .ToImmutableSortedDictionary(number => number, number => number % path.PhysicalCpus);
        var caches = path.PhysicalCpus + (path.Profile.DmaAllocates ? 1 : 0);
        return new NaiveWorld(
            0,
            where,
            where.ToImmutableSortedDictionary(pair => pair.Key, pair => ImmutableSortedSet.Create(pair.Value)),
            false,
            lines.ToImmutableSortedDictionary(
                line => line[0],
                line => new NaiveLine(
                    [.. line.Select(_ => 0)],
                    [.. Enumerable.Repeat(NaiveCopy.Invalid, caches)],
                    [.. Enumerable.Repeat(line.Select(_ => (int?)null).ToImmutableArray(), path.PhysicalCpus)],
                    [],
                    [.. line.Select(_ => 0)]
                ),
                StringComparer.Ordinal
            )
        );
    }

    public NaiveWorld With(string buffer, NaiveLine line) => this with { Lines = Lines.SetItem(buffer, line) };

    public NaiveWorld EveryLine(Func<NaiveLine, NaiveLine> change) =>
        Lines.Keys.Aggregate(this, (world, name) => world.With(name, change(world.Lines[name])));

    public IEnumerable<NaiveWorld> EveryLine(Func<NaiveLine, IEnumerable<NaiveLine>> change) =>
        Lines.Keys.Aggregate(
            (IEnumerable<NaiveWorld>)[this],
            (worlds, name) =>
                worlds.SelectMany(world => change(world.Lines[name]).Select(line => world.With(name, line)))
        );
}
