using System.Text;

namespace TopologyLang.Cli.Terminal;

/// <summary>Where a command reads and writes; the tests give their own.</summary>
public sealed record CommandConsole(Stream Input, Stream Output, TextWriter Out, TextWriter Error)
{
    private const int WrittenAtOnce = 64 * 1024;

    /// <summary>Of what is printed to <see cref="Out"/>.</summary>
    public TextStyle Style { get; init; } = TextStyle.Plain;

    /// <summary>Somebody reads <see cref="Error"/> as it comes: what takes long may say how far it is.</summary>
    public bool ShowsProgress { get; init; }

    public static CommandConsole OfProcess()
    {
        var output = Console.OpenStandardOutput();
        return new CommandConsole(Console.OpenStandardInput(), output, Writer(output), Console.Error)
        {
            Style = TextStyle.OfProcess(),
            ShowsProgress = !Console.IsErrorRedirected,
        };
    }

    /// <summary>
    /// A person sees each line as it comes. A file or a pipe gets many at once: else each word of JSON is a call to the
    /// system, which for a fleet takes longer than its check.
    /// </summary>
    private static TextWriter Writer(Stream output) =>
        Console.IsOutputRedirected
            ? new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), WrittenAtOnce)
            : Console.Out;
}
