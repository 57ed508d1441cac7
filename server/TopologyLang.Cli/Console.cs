using TopologyLang.Cli.Output;

namespace TopologyLang.Cli;

/// <summary>Where a command reads and writes; the tests give their own.</summary>
public sealed record Console(Stream Input, Stream Output, TextWriter Out, TextWriter Error)
{
    /// <summary>Of what is printed to <see cref="Out"/>.</summary>
    public TextStyle Style { get; init; } = TextStyle.Plain;

    /// <summary>Somebody reads <see cref="Error"/> as it comes: what takes long may say how far it is.</summary>
    public bool ShowsProgress { get; init; }

    public static Console OfProcess()
    {
        var output = System.Console.OpenStandardOutput();
        return new Console(System.Console.OpenStandardInput(), output, System.Console.Out, System.Console.Error)
        {
            Style = TextStyle.OfProcess(),
            ShowsProgress = !System.Console.IsErrorRedirected,
        };
    }
}
