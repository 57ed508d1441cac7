using TopologyLang.Simulation.Topology;

namespace TopologyLang.CrossCheck.Herd;

/// <summary>A random program as it grows.</summary>
internal sealed class OrderDraft
{
    /// <summary>The actor of <c>dma</c> statements.</summary>
    public const string Device = "dma";

    /// <summary>Nobody writes it: a wait for it passes at once, so that its actor begins at any time.</summary>
    private const string Start = "start";

    private static readonly BarrierKind[] Barriers = Enum.GetValues<BarrierKind>();

    private readonly Random random;
    private readonly Architecture architecture;
    private readonly bool relaxes;
    private readonly bool pipelines;
    private readonly List<string> lines = [];
    private readonly SortedSet<string> buffers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> writers = new(StringComparer.Ordinal);
    private string actor = "";

    public OrderDraft(Random random, Architecture architecture)
    {
        (this.random, this.architecture) = (random, architecture);
        var canRelax = LitmusDialect.Of(architecture)!.HasRelaxedDevices;
        (relaxes, pipelines) = (canRelax && Chance(40), canRelax && Chance(30));
    }

    /// <summary>Without those that only let an actor begin.</summary>
    public int Accesses { get; private set; }

    public string Text
    {
        get
        {
            var shares = buffers.Contains("b0") && buffers.Contains("b1") && Chance(15);
            var declared = buffers.Select(buffer =>
                (buffer, shares) switch
                {
                    ("b0", true) => "  buffer b0 = 4B wb",
                    ("b1", true) => "  buffer b1 = 4B wb shares b0",
                    _ => $"  buffer {buffer} = 64B wb",
                }
            );
            return OrderSample.Machine(architecture, pipelines ? "  reads = pipelined" : "")
                + $"program p on h using d {{\n{string.Join('\n', declared.Concat(lines))}\n}}\n";
        }
    }

    public bool IsWritten(string buffer) => writers.ContainsKey(buffer);

    /// <summary>A buffer that somebody else wrote last; null: there is none.</summary>
    public string? Foreign(string reader)
    {
        var foreign = writers.Where(pair => pair.Value != reader).Select(pair => pair.Key).Order().ToArray();
        return foreign.Length == 0 ? null : foreign[random.Next(foreign.Length)];
    }

    /// <summary>
    /// The text goes on with an actor. One that does not wait for a value begins at any time, or is set going by a
    /// doorbell or an interrupt, or by a handoff that is not written.
    /// </summary>
    public void Begin(string next, bool waits)
    {
        if (actor.Length > 0 && !waits)
        {
            var how = random.Next(100);
            if (how < 60)
            {
                Add($"{next} wait {Start}");
                buffers.Add(Start);
            }
            else if (how < 85)
            {
                Signal(next);
            }
        }

        actor = next;
    }

    public void Access(string operation, string buffer)
    {
        // A wait for what nobody wrote is an ordinary read that must be early enough; there are enough of those.
        var kind = operation == "wait" && !IsWritten(buffer) ? "read" : operation;
        Add(
            $"{actor} {kind} {buffer}{(kind == "write" && actor == Device && relaxes && Chance(55) ? " relaxed" : "")}"
        );
        buffers.Add(buffer);
        Accesses++;
        if (kind == "write")
        {
            writers[buffer] = actor;
        }
    }

    /// <summary>Between two accesses of a CPU: a barrier, or nothing.</summary>
    public void Gap(int percent)
    {
        if (actor != Device && Chance(percent))
        {
            Add($"{actor} barrier {StepNames.Of(Barriers[random.Next(Barriers.Length)])}");
        }
    }

    private void Signal(string next)
    {
        if (actor == Device)
        {
            Add($"{Device} interrupt");
        }
        else if (next == Device)
        {
            Add($"{actor} doorbell d{(Chance(40) ? " relaxed" : "")}");
        }
    }

    private void Add(string line) => lines.Add("  " + line);

    private bool Chance(int percent) => random.Next(100) < percent;
}
