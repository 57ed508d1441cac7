using TopologyLang.Benchmarks;

if (args is not ["lsp", .. var rest] || rest.Length > 1)
{
    Console.Error.WriteLine("usage: dotnet run -c Release --project tests/TopologyLang.Benchmarks -- lsp [path of a published topo]");
    return 2;
}

var server = rest is [var given] ? given : Publication.OfTopo();
await ServerBenchmark.RunAsync(server).ConfigureAwait(false);
return 0;
