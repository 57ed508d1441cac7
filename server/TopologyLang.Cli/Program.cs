using TopologyLang.Cli;

// Not by returning: that would wait for whatever a library has left running.
Environment.Exit(
    await CommandLine.RunAsync(args, TopologyLang.Cli.Console.OfProcess(), CancellationToken.None).ConfigureAwait(false)
);
