using TopologyLang.Benchmarks;

switch (args)
{
    case ["lsp"]:
        await ServerBenchmark.RunAsync(Publication.OfTopo()).ConfigureAwait(false);
        return 0;
    case ["lsp", var server]:
        await ServerBenchmark.RunAsync(server).ConfigureAwait(false);
        return 0;
    case ["checker"]:
        CheckerBenchmark.Run();
        return 0;
    case ["cold"]:
        ColdBenchmark.Run();
        return 0;
    case ["threads"]:
        ThreadsBenchmark.Run();
        return 0;
    case ["fleet"]:
        FleetBenchmark.Run(Publication.OfTopo());
        return 0;
    case ["fleet", var topo]:
        FleetBenchmark.Run(topo);
        return 0;
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project tests/TopologyLang.Benchmarks -- checker | cold | threads | lsp [topo] | fleet [topo]");
        Console.Error.WriteLine("topo: the path of a published one; without it, it is published first");
        return 2;
}
