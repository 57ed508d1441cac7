using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.CrossCheck.Herd;

/// <summary>A program about the order of its steps, as text and on the machine that the text describes.</summary>
internal sealed record OrderSample(string Text, ProgramPath Path)
{
    /// <summary>A machine of the architecture with a device that snoops, to be followed by programs.</summary>
    /// <param name="device">Further properties of the device.</param>
    public static string Machine(Architecture architecture, string device = "") =>
        $$"""
            host h { arch = {{Word(architecture)}}  cpus = 3 }
            device d on h { bus = pcie 0000:01:00.0  no_snoop = hardwired_zero  dma_coherent = yes{{device}} }

            """;

    /// <returns>One for each program of the text.</returns>
    public static IEnumerable<OrderSample> Of(string text) =>
        FileSample
            .Paths("sample.topo", SyntaxTree.Parse(SourceText.From(text)))
            .Select(one => new OrderSample(text, one.Path));

    /// <summary>The programs of a folder, each of a file without a machine, on that of an architecture.</summary>
    public static IEnumerable<OrderSample> OfFolder(string folder, Architecture architecture) =>
        Directory
            .EnumerateFiles(folder, "*.topo")
            .Order(StringComparer.Ordinal)
            .SelectMany(file => Of(Machine(architecture) + File.ReadAllText(file)));

    public static string Word(Architecture architecture) => architecture.ToString().ToLowerInvariant();
}
