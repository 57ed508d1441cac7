using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Kernel.Timelines;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.Benchmarks;

/// <summary>Programs as a user would write them.</summary>
internal static class BenchmarkPrograms
{
    private const string Machine = """
        iommu unit on machine { model = intel_vtd }
        device card behind unit { bus = pcie 0000:01:00.0  no_snoop = used }
        domain direct on machine { api = identity  attach = [card] }
        program p on machine using card {

        """;

    /// <summary>Ten steps, two CPUs, one buffer.</summary>
    public static ProgramPath Typical() =>
        PathOf(
            "host machine { cpus = 2 }\n"
                + Machine
                + """
                  buffer ring = 4KiB wb
                  cpu 0 write ring
                  cpu 0 clwb ring
                  cpu 0 fence
                  dma read ring no_snoop
                  cpu 1 clflush ring
                  dma write ring no_snoop
                  cpu 1 clflush ring
                  cpu 1 read ring
                  cpu 0 write ring
                  dma read ring
                }
                """
        );

    /// <summary>
    /// Three CPUs hand a ring with a head and a tail to a device and back, each polling for the other.
    /// </summary>
    public static ProgramPath Dependent() =>
        PathOf(
            "host machine { cpus = 3 }\n"
                + Machine
                + """
                  buffer data = 64B wb
                  buffer head = 64B wb
                  buffer tail = 64B wb
                  cpu 0 write data
                  cpu 1 write head
                  cpu 2 write tail
                  cpu 0 clwb data
                  cpu 1 clwb head
                  dma wait head
                  dma write data no_snoop
                  dma write tail no_snoop
                  dma write head no_snoop
                  cpu 2 wait tail
                  cpu 0 wait data
                  cpu 1 wait head
                  cpu 0 fence
                  cpu 1 fence
                  dma write data no_snoop
                  cpu 1 wait data
                  cpu 2 wait data
                  cpu 0 wait tail
                  cpu 1 wait tail
                  cpu 0 clflush data
                  cpu 1 clflush head
                  cpu 2 clflush tail
                  cpu 2 read tail
                }
                """
        );

    /// <summary>The same with operations on each buffer that no fence completes: enough work to share.</summary>
    public static ProgramPath Large() =>
        PathOf(
            "host machine { cpus = 3 }\n"
                + Machine
                + """
                  buffer data = 64B wb
                  buffer head = 64B wb
                  buffer tail = 64B wb
                  cpu 0 write data
                  cpu 1 write head
                  cpu 2 write tail
                  cpu 0 clwb data
                  cpu 1 clwb head
                  cpu 2 clwb tail
                  cpu 1 clflushopt data
                  cpu 2 clflushopt head
                  cpu 0 clflushopt tail
                  dma wait head
                  dma write data no_snoop
                  dma write tail no_snoop
                  dma write head no_snoop
                  cpu 2 wait tail
                  cpu 0 wait data
                  cpu 1 wait head
                  cpu 0 wait tail
                  cpu 1 wait tail
                  cpu 0 clflush data
                  cpu 1 clflush head
                  cpu 2 clflush tail
                  cpu 2 read tail
                }
                """
        );

    private static ProgramPath PathOf(string text)
    {
        var topology = Binder
            .Bind(
                "benchmark.topo",
                SyntaxTree.Parse(SourceText.From(text)),
                (_, _) => throw new InvalidOperationException("nothing is imported")
            )
            .Topology;
        var run = Timeline.Run(topology, CancellationToken.None).Single().Runs.Single(one => one.Program == "p");
        return ProgramPaths.Of(topology, run.State, topology.Programs.Single(program => program.Name == "p"));
    }
}
