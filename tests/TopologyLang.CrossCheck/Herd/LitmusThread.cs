using TopologyLang.Simulation.Topology;

namespace TopologyLang.CrossCheck.Herd;

/// <summary>The code of one actor, as it grows.</summary>
internal sealed class LitmusThread(LitmusDialect dialect, int number)
{
    private readonly List<string> code = [];
    private int loads;

    public IReadOnlyList<string> Code => code;

    /// <summary>More loads were made than the thread has registers for.</summary>
    public bool IsFull => loads > dialect.MostLoads;

    /// <summary>The last access of the thread to a buffer; null before the first one.</summary>
    public Step? Last { get; set; }

    private string End => $"L{number}";

    public void Add(string? instruction)
    {
        if (instruction is not null)
        {
            code.Add(instruction);
        }
    }

    public void Store(Location location, int value, bool release) =>
        code.AddRange(dialect.Store(location, value, release));

    /// <returns>The register.</returns>
    public string Load(Location location) => Load(location, acquire: false, null);

    /// <summary>Ends the thread unless the load has the value.</summary>
    public string Wait(Location location, int value) => Load(location, acquire: false, value);

    /// <summary>The same, and everything behind it comes after it.</summary>
    public string Receive(Location location, int value)
    {
        var register = Load(location, acquire: true, value);
        code.AddRange(dialect.AfterTest);
        return register;
    }

    public void Finish() => code.Add($"{End}:");

    private string Load(Location location, bool acquire, int? wanted)
    {
        var load = loads++;
        if (IsFull)
        {
            return "";
        }

        code.AddRange(dialect.Load(load, location, acquire));
        code.AddRange(wanted is { } value ? dialect.Test(load, value, End) : []);
        return dialect.Register(number, load);
    }
}
