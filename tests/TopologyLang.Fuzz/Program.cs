using TopologyLang.Fuzz;
using TopologyLang.Fuzz.Processes;
using TopologyLang.Fuzz.Targets;

if (Options.Of(args) is not { } options)
{
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

switch (options.Mode)
{
    case Options.Soak:
        return await new Soak(options.Edits, options.Files, options.Seed).RunAsync().ConfigureAwait(false) ? 0 : 1;
    case Options.Kill:
        await new KillTest(options.Kinds, options.Seed).RunAsync().ConfigureAwait(false);
        return 0;
}

var server = new ServerTarget();
await using (server.ConfigureAwait(false))
{
    ITarget[] all =
    [
        new SyntaxTarget(),
        new CheckTarget(),
        new IslandTarget(),
        new ImportTarget(),
        server,
        new WireTarget(),
    ];
    ITarget[] chosen = [.. all.Where(target => options.Target is null || target.Name == options.Target)];
    if (chosen.Length == 0)
    {
        Console.Error.WriteLine(
            $"there is no target '{options.Target}'; there are {string.Join(", ", all.Select(target => target.Name))}"
        );
        return 2;
    }

    return await new Campaign(chosen, options).RunAsync().ConfigureAwait(false) == 0 ? 0 : 1;
}
