using TopologyLang.Cli.Terminal;

namespace TopologyLang.Cli.Tests;

/// <summary>What one run of <c>topo</c> printed and returned.</summary>
internal sealed record Topo(int ExitCode, string Out, string Error)
{
    public static async Task<Topo> RunAsync(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var console = new CommandConsole(Stream.Null, Stream.Null, output, error);
        var exitCode = await CommandLine.RunAsync(arguments, console, CancellationToken.None);
        return new Topo(exitCode, output.ToString(), error.ToString());
    }
}
