using TopologyLang.Cli;
using TopologyLang.Cli.Terminal;

// Not by returning: that would wait for whatever a library has left running.
Environment.Exit(
    await CommandLine.RunAsync(args, CommandConsole.OfProcess(), CancellationToken.None).ConfigureAwait(false)
);
