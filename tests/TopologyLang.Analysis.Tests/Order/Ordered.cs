using TopologyLang.Analysis.Pipeline;

namespace TopologyLang.Analysis.Tests.Order;

/// <summary>Programs on a machine whose DMA is coherent: only the order of their steps can go wrong.</summary>
internal static class Ordered
{
    public static string Machine(string architecture) =>
        $$"""
            host soc { arch = {{architecture}} }
            device nic on soc { bus = pcie 0000:01:00.0  no_snoop = hardwired_zero  dma_coherent = yes }

            """;

    /// <summary>The program <c>p</c> with two buffers of a line each.</summary>
    public static FileAnalysis Program(string architecture, string steps, string device = "") =>
        Checked.Text(
            Machine(architecture).Replace("dma_coherent", $"{device}  dma_coherent", StringComparison.Ordinal)
                + $"program p on soc using nic {{\n  buffer data = 64B wb\n  buffer flag = 64B wb\n{steps}\n}}\n"
        );
}
