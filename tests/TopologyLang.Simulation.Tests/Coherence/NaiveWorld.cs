using System.Collections.Immutable;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>
/// The whole state: the steps that were taken, where its CPUs are, what KVM remembers, and the lines by their first
/// buffer's name.
/// </summary>
internal sealed record NaiveWorld(
    ImmutableSortedSet<int> Taken,
    ImmutableSortedDictionary<int, int> Where,
    ImmutableSortedDictionary<int, ImmutableSortedSet<int>> Mask,
    bool Trapped,
    ImmutableSortedDictionary<string, NaiveLine> Lines
)
{
    /// <summary>
    /// Where the CPUs are and what KVM remembers is the same for all states in which the same steps were taken.
    /// </summary>
    public string Key =>
        $"{string.Join(',', Taken)}{(Trapped ? "t" : "")}|{string.Join(';', Lines.Values.Select(line => line.Key))}";

    /// <param name="lines">The buffers of each line.</param>
    public static NaiveWorld Start(ProgramPath path, ImmutableArray<ImmutableArray<string>> lines)
    {
        var where = Enumerable
            .Range(0, path.OwnCpus)
            .ToImmutableSortedDictionary(number => number, number => number % path.PhysicalCpus);
        var caches = path.PhysicalCpus + (path.Profile.DmaAllocates ? 1 : 0);
        return new NaiveWorld(
            [],
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

/// <summary>A step and the world after it.</summary>
/// <param name="Step">Index of the program's step; null: a cache's own.</param>
/// <param name="Read">What it read; null: it reads nothing.</param>
/// <param name="Expected">What it was meant to read.</param>
internal sealed record NaiveStep(NaiveWorld World, int? Step, int? Read, int Expected);

/// <param name="Older">The length of a shortest run in which a read returns an older value than it is meant to; null:
/// there is none.</param>
/// <param name="Newer">The same of a newer value.</param>
/// <param name="Ends">A run passes every wait.</param>
internal sealed record NaiveAnswer(int? Older, int? Newer, bool Ends);
