using System.Collections.Immutable;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.CrossCheck.Herd;

/// <summary>
/// Writes a program as a litmus test: a thread for each actor, a location for each buffer.
/// </summary>
/// <remarks>
/// <para>
/// A device is a thread with a full barrier between any two accesses. In front of a relaxed write stands only what
/// orders loads; where there are such writes, a strict one is a store with release instead, since a full barrier in
/// front of it would also order the writes before it with relaxed ones behind it.
/// </para>
/// <para>
/// A handoff is a fresh location: one side stores to it with release, the other loads it with acquire and goes on if it
/// sees the store. An interrupt is the same; a doorbell is an ordinary store behind what <c>writel()</c> puts in front
/// of it.
/// </para>
/// <para>A wait loads once: executions in which it does not see the newest value do not count.</para>
/// </remarks>
internal sealed class LitmusWriter
{
    private readonly LitmusDialect dialect;
    private readonly Simulation.Topology.Program program;
    private readonly TextActors actors;
    private readonly TextValues values;
    private readonly ImmutableHashSet<string> pipelined;
    private readonly bool hasDevice;
    private readonly bool relaxes;
    private readonly Dictionary<string, LitmusThread> threads = new(StringComparer.Ordinal);
    private readonly List<Location> locations = [];
    private readonly List<(string Register, int Value)> flags = [];
    private readonly List<string> reads = [];
    private bool isExact = true;

    public LitmusWriter(LitmusDialect dialect, ProgramPath path)
    {
        this.dialect = dialect;
        program = path.Program;
        actors = new TextActors(program);
        values = TextValues.Of(program);
        pipelined =
        [
            .. path.Devices.Where(device => device.Reads == DeviceReads.Pipelined).Select(device => device.Device),
        ];
        hasDevice = program.Steps.Any(step => step.IsDma);
        relaxes = program.Steps.Any(step => step is { Kind: StepKind.DmaWrite, Relaxed: true });
        locations.AddRange(values.Buffers.Select((buffer, i) => new Location(i, buffer)));
        foreach (var actor in actors.Of.Distinct())
        {
            threads.Add(actor, new LitmusThread(dialect, threads.Count));
        }
    }

    /// <summary>There are not enough registers.</summary>
    public bool IsFull => locations.Count > dialect.MostLocations || threads.Values.Any(thread => thread.IsFull);

    public void Write()
    {
        for (var i = 0; i < program.Steps.Length; i++)
        {
            if (actors.HandsOver(i) is { } giver)
            {
                var flag = NewFlag("h");
                threads[giver].Store(flag, 1, release: true);
                Receive(flag, actors.Of[i], i - 1);
                isExact &= dialect is not PpcDialect;
            }

            Write(i);
        }

        foreach (var thread in threads.Values)
        {
            thread.Finish();
        }
    }

    public LitmusTest Test(string name)
    {
        var columns = threads.Values.Select(thread => thread.Code).ToList();
        var rows = Enumerable
            .Range(0, columns.Max(column => column.Count))
            .Select(row => Row(columns.Select(column => column.ElementAtOrDefault(row) ?? "")));
        var addresses = threads.Values.SelectMany(
            (_, thread) => locations.Select(location => dialect.Address(thread, location)).OfType<string>()
        );
        var observed = flags.Select(flag => flag.Register).Concat(reads).Concat(values.Buffers).ToList();
        var text = $"""
            {dialect.Name} {name}
            {"{"} {string.Join(' ', addresses.Concat(locations.Select(one => $"{one.Name}=0;")))} {"}"}
            {Row(columns.Select((_, thread) => $"P{thread}"))}
            {string.Join('\n', rows)}
            locations [{string.Concat(observed.Select(one => one + ";"))}]
            exists ({string.Join(" /\\ ", observed.Select(one => one + "=0"))})

            """;
        return new LitmusTest(text, program, [.. flags], [.. reads], isExact, dialect.IsMultiCopyAtomic);
    }

    private static string Row(IEnumerable<string> cells) => $" {string.Join(" | ", cells)} ;";

    private void Write(int i)
    {
        var step = program.Steps[i];
        var thread = threads[actors.Of[i]];
        switch (step.Kind)
        {
            case StepKind.Fence:
                thread.Add(dialect.Barrier(BarrierKind.Mb));
                break;
            case StepKind.Barrier:
                var nothing = step.Barrier >= BarrierKind.SmpMb && dialect.SmpIsForCpusOnly && hasDevice;
                thread.Add(nothing ? null : dialect.Barrier(step.Barrier!.Value));
                break;
            case StepKind.Doorbell:
                Ring(thread, step, i);
                break;
            case StepKind.DmaInterrupt:
                Interrupt(thread, step, i);
                break;
            default:
                Access(thread, step, i);
                break;
        }
    }

    private void Ring(LitmusThread thread, Step step, int i)
    {
        var before = step.Relaxed ? null : dialect.BeforeDoorbell;
        var flag = NewFlag("d");
        thread.Add(before);
        thread.Store(flag, 1, release: false);
        Receive(flag, TextActors.OfDevice(step.Device), i);
        isExact &= before is null || !actors.ActsAfter(actors.Of[i], i);
        isExact &= !program.Steps.Any(one => one.Barrier is { } kind && dialect.IsForMemoryOnly(kind));
    }

    private void Interrupt(LitmusThread thread, Step step, int i)
    {
        var flag = NewFlag("i");
        thread.Add(BeforeDevice(thread, step));
        thread.Store(flag, 1, release: true);
        thread.Last = step;
        if (actors.Next(i) is { } next)
        {
            Receive(flag, next, i);
        }
    }

    private void Access(LitmusThread thread, Step step, int i)
    {
        var location = locations.First(one => one.Name == step.Buffer);
        thread.Add(step.IsDma ? BeforeDevice(thread, step) : null);
        if (step.IsWrite)
        {
            thread.Store(location, values.Values[i], step.IsDma && relaxes && !step.Relaxed);
        }
        else
        {
            reads.Add(step.IsWait ? thread.Wait(location, values.Values[i]) : thread.Load(location));
        }

        thread.Last = step;
    }

    private string? BeforeDevice(LitmusThread thread, Step step)
    {
        var isWrite = step.Kind is StepKind.DmaWrite or StepKind.DmaInterrupt;
        return thread.Last is not { } last ? null
            : isWrite && relaxes && !step.Relaxed ? null
            : step is { Kind: StepKind.DmaRead } && last.Kind == StepKind.DmaRead && pipelined.Contains(step.Device!)
                ? null
            : step.Relaxed ? dialect.AfterLoads
            : dialect.Full;
    }

    private void Receive(Location flag, string actor, int after)
    {
        if (actors.ActsAfter(actor, after))
        {
            flags.Add((threads[actor].Receive(flag, 1), 1));
        }
    }

    private Location NewFlag(string kind)
    {
        var flag = new Location(locations.Count, $"{kind}_{locations.Count}");
        locations.Add(flag);
        return flag;
    }
}
