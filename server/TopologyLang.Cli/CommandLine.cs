using System.CommandLine;
using TopologyLang.Cli.Commands;
using TopologyLang.Cli.Terminal;

namespace TopologyLang.Cli;

/// <summary>The commands of <c>topo</c>.</summary>
public static class CommandLine
{
    /// <summary>
    /// A word that starts with <c>@</c> is a file of that name, not a file of more words: whoever can put a file into a
    /// folder would else write the command line of a <c>topo fmt *</c> there.
    /// </summary>
    private static readonly ParserConfiguration Words = new() { ResponseFileTokenReplacer = null };

    public static async Task<int> RunAsync(string[] arguments, CommandConsole console, CancellationToken cancellation)
    {
        console = console with { Error = new PrintableWriter(console.Error) };
        var root = new RootCommand(
            "Simulates declared machines (.topo files) and says where DMA can meet stale caches."
        )
        {
            CheckCommand.Create(console),
            SimulateCommand.Create(console),
            ExplainCommand.Create(console),
            FmtCommand.Create(console),
            AdviseCommand.Create(console),
            DiffCommand.Create(console),
            GraphCommand.Create(console),
            ImportCommand.Create(console),
            KernelsCommand.Create(console),
            LspCommand.Create(console),
        };
        arguments = FileArgument.AfterDashes(HelpCommand.ToOption(arguments));
        if (UnknownCommand.Message(root, arguments) is { } unknown)
        {
            await console.Error.WriteLineAsync($"topo: {unknown}\ntopo: see 'topo --help'").ConfigureAwait(false);
            return ExitCode.Unusable;
        }

        var parsed = root.Parse(arguments, Words);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await console.Error.WriteLineAsync($"topo: {error.Message}").ConfigureAwait(false);
            }

            await console.Error.WriteLineAsync("topo: see 'topo --help'").ConfigureAwait(false);
            return ExitCode.Unusable;
        }

        var configuration = new InvocationConfiguration
        {
            Output = console.Out,
            Error = console.Error,
            EnableDefaultExceptionHandler = false,
        };
        try
        {
            return await InvokedAsync(parsed, configuration, cancellation).ConfigureAwait(false);
        }
        catch (IOException problem)
        {
            await console
                .Error.WriteLineAsync($"topo: the output cannot be written: {problem.Message}")
                .ConfigureAwait(false);
            return ExitCode.Unusable;
        }
        catch (OperationCanceledException)
        {
            await console.Error.WriteLineAsync("topo: interrupted").ConfigureAwait(false);
            return ExitCode.Unusable;
        }
        // The outermost place: a fault of the program becomes one line and an exit code, never a stack trace.
#pragma warning disable CA1031
        catch (Exception fault)
#pragma warning restore CA1031
        {
            await console
                .Error.WriteLineAsync($"topo: this is a fault of topo itself: {fault.GetType().Name}: {fault.Message}")
                .ConfigureAwait(false);
            return ExitCode.Fault;
        }
    }

    /// <summary>What was printed until then is there, whatever comes of the command.</summary>
    private static async Task<int> InvokedAsync(
        ParseResult parsed,
        InvocationConfiguration configuration,
        CancellationToken cancellation
    )
    {
        try
        {
            return await parsed.InvokeAsync(configuration, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await configuration.Output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}
