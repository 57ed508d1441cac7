using TopologyLang.Fuzz;
using TopologyLang.Fuzz.Targets;

if (Options.Of(args) is not { } options)
{
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

var server = new ServerTarget();
await using (server.ConfigureAwait(false))
{
    ITarget[] all = [new SyntaxTarget(), new CheckTarget(), new IslandTarget(), new ImportTarget(), server];
    ITarget[] chosen = [.. all.Where(target => options.Target is null || target.Name == options.Target)];
    if (chosen.Length == 0)
    {
        Console.Error.WriteLine($"there is no target '{options.Target}'; there are {string.Join(", ", all.Select(target => target.Name))}");
        return 2;
    }

    return await new Campaign(chosen, options).RunAsync().ConfigureAwait(false) == 0 ? 0 : 1;
}
