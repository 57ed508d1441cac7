namespace TopologyLang.Cli;

/// <summary>Where a command reads and writes; the tests give their own.</summary>
public sealed record Console(Stream Input, Stream Output, TextWriter Out, TextWriter Error)
{
    public static Console OfProcess()
    {
        var output = System.Console.OpenStandardOutput();
        return new Console(System.Console.OpenStandardInput(), output, System.Console.Out, System.Console.Error);
    }
}
