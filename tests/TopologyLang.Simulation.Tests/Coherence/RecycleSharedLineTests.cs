using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;
using Buffer = TopologyLang.Simulation.Topology.Buffer;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>A page that is recycled with a flush, and a neighbour in the same line.</summary>
public sealed class RecycleSharedLineTests
{
    [Fact]
    public void The_flush_writes_back_what_the_store_fetched_of_the_neighbour()
    {
        var path = Example.Host("cpu 0 write b; recycle a; dma read b") with
        {
            RecycleFlushes = true,
            Buffers =
            [
                new BufferPath("b", [AccessClass.UncachedUnchecked], false, []),
                new BufferPath("a", [AccessClass.WriteBack], false, []),
            ],
        };
        path = path with
        {
            Program = path.Program with
            {
                Buffers = [new Buffer("b", 64, MemoryType.Uc), new Buffer("a", 64, MemoryType.Wb, "b")],
            },
        };

        Assert.Equal(4, NaiveModel.Search(path).Older);
        Assert.Equal(
            "DeviceReadsStale: Cache0 prefetch b, Cpu0 write b, host cpu0 recycle a, d dma read b = 0",
            Example.Answer(path)
        );
    }
}
