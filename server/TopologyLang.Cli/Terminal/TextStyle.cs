using TopologyLang.Analysis.Findings;

namespace TopologyLang.Cli.Terminal;

/// <summary>
/// How text for people is laid out: plain for files and pipes, with colours on a terminal that wants them.
/// </summary>
/// <param name="Width">Columns; a longer source line is cut around what is shown of it.</param>
public sealed record TextStyle(bool Colours, int Width)
{
    private const int PlainWidth = 120;
    private const int NarrowestWidth = 40;

    public static readonly TextStyle Plain = new(false, PlainWidth);

    /// <summary>
    /// Of standard output. Source of the convention that a NO_COLOR that is not empty turns colours off: no-color.org.
    /// </summary>
    public static TextStyle OfProcess()
    {
        if (Console.IsOutputRedirected)
        {
            return Plain;
        }

        var wanted =
            string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") != "dumb";
        return new TextStyle(wanted, Math.Max(NarrowestWidth, Columns()));
    }

    public string Of(Severity severity, string text) =>
        Code(
            severity switch
            {
                Severity.Error => "1;31",
                Severity.Warning => "1;33",
                _ => "1;36",
            },
            text
        );

    public string Strong(string text) => Code("1", text);

    public string Faint(string text) => Code("2", text);

    private string Code(string code, string text) =>
        Colours && text.Length > 0 ? $"\u001b[{code}m{text}\u001b[0m" : text;

    private static int Columns()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (Exception error) when (error is IOException or PlatformNotSupportedException)
        {
            return PlainWidth;
        }
    }
}
