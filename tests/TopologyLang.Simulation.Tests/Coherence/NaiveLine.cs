using System.Collections.Immutable;
using System.Globalization;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>Memory, each CPU's copy (<c>-</c>, <c>C3</c>, <c>D3</c>), pending operations with who issued them, the newest value.</summary>
internal sealed record NaiveLine(
    int Memory, ImmutableArray<string> Caches, ImmutableList<(string Agent, string Operation)> Pending, int Expected)
{
    public const string Invalid = "-";

    public string Key =>
        $"{Memory} {string.Join(' ', Caches)} {string.Join(' ', Pending.Select(one => one.Agent + one.Operation))} {Expected}";

    public static string TextOf(CacheCopy copy) => copy.State switch
    {
        CopyState.Clean => $"C{copy.Value}",
        CopyState.Dirty => $"D{copy.Value}",
        _ => Invalid,
    };

    public static int ValueOf(string copy) => int.Parse(copy.AsSpan(1), CultureInfo.InvariantCulture);

    public NaiveLine WrittenBack(int cpu) => Caches[cpu].StartsWith('D')
        ? this with { Memory = ValueOf(Caches[cpu]), Caches = Caches.SetItem(cpu, $"C{ValueOf(Caches[cpu])}") }
        : this;

    public NaiveLine Dropped(int cpu) => this with { Caches = Caches.SetItem(cpu, Invalid) };

    public NaiveLine NewInMemory() => this with { Memory = Expected + 1, Expected = Expected + 1 };

    public NaiveLine CleanedEverywhere() => Cpus().Aggregate(this, (line, cpu) => line.WrittenBack(cpu));

    public NaiveLine DroppedEverywhere() => Cpus().Aggregate(this, (line, cpu) => line.Dropped(cpu));

    public NaiveLine FlushedEverywhere() => CleanedEverywhere().DroppedEverywhere();

    public IEnumerable<int> SnoopedValues()
    {
        var dirty = Caches.Where(copy => copy.StartsWith('D')).ToList();
        return dirty.Count > 0
            ? [ValueOf(dirty.Single())]
            : Caches.Where(copy => copy.StartsWith('C')).Select(ValueOf).Append(Memory).Distinct();
    }

    public IEnumerable<NaiveLine> Done(string operation) => operation switch
    {
        "Clwb" or "DcCvac" => [CleanedEverywhere()],
        "Clflushopt" or "DcCivac" => [FlushedEverywhere()],
        "DcIvac" => [DroppedEverywhere(), FlushedEverywhere()],
        _ => throw new ArgumentException(operation),
    };

    /// <summary>All pending operations of these agents take effect, in every order.</summary>
    public IEnumerable<NaiveLine> CompletedBy(Func<string, bool> agents)
    {
        var theirs = Pending.Where(one => agents(one.Agent)).ToList();
        return theirs.Count == 0
            ? [this]
            : theirs.SelectMany(one => CompletedOne(one)).SelectMany(line => line.CompletedBy(agents)).DistinctBy(line => line.Key);
    }

    public IEnumerable<NaiveLine> Spontaneous(bool mayPrefetch)
    {
        foreach (var cpu in Cpus())
        {
            switch (Caches[cpu][0])
            {
                case 'D':
                    yield return WrittenBack(cpu).Dropped(cpu);
                    yield return WrittenBack(cpu);
                    break;
                case 'C':
                    yield return Dropped(cpu);
                    break;
                default:
                    foreach (var value in mayPrefetch ? SnoopedValues() : [])
                    {
                        yield return this with { Caches = Caches.SetItem(cpu, $"C{value}") };
                    }

                    break;
            }
        }

        foreach (var line in Pending.SelectMany(CompletedOne))
        {
            yield return line;
        }
    }

    private IEnumerable<NaiveLine> CompletedOne((string Agent, string Operation) one) =>
        (this with { Pending = Pending.Remove(one) }).Done(one.Operation);

    private IEnumerable<int> Cpus() => Enumerable.Range(0, Caches.Length);
}
