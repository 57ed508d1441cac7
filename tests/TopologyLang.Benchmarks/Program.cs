using System.Globalization;
using TopologyLang.Benchmarks;

switch (args)
{
    case ["lsp"]:
        ServerBenchmark.Run(Publication.OfTopo(), ServerBenchmark.Sizes);
        return 0;
    case ["lsp", var server]:
        ServerBenchmark.Run(server, ServerBenchmark.Sizes);
        return 0;
    case ["lsp", var server, var declarations]:
        ServerBenchmark.Run(server, [int.Parse(declarations, CultureInfo.InvariantCulture)]);
        return 0;
    case ["edit", .. var sizes]:
        EditBenchmark.Run(sizes);
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
    case ["text", var declarations]:
        Console.Write(GeneratedFile.Text(int.Parse(declarations, CultureInfo.InvariantCulture)));
        return 0;
    case ["parse", var file]:
        ParseBenchmark.Run(file);
        return 0;
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project tests/TopologyLang.Benchmarks -- MODE");
        Console.Error.WriteLine(
            "MODE: checker | cold | threads | lsp [topo [declarations]] | edit [declarations] | fleet [topo] | text "
                + "declarations | parse FILE"
        );
        Console.Error.WriteLine("topo: the path of a published one; without it, it is published first");
        return 2;
}
