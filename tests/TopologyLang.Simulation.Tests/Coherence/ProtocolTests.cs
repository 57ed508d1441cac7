using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>
/// The usual protocols of drivers (TX: the device reads, RX: the device writes) against a device that bypasses the
/// caches or not. Left out are those whose answer depends on what the default model does not have: write-combining
/// buffers, caches that DMA allocates into, two words in a line. "Dirty" and "alias" rows start with the write or the
/// mapping that makes them so.
/// </summary>
public sealed class ProtocolTests
{
    private const AccessClass Wb = AccessClass.WriteBack;
    private const AccessClass X86Uc = AccessClass.UncachedChecked;
    private const AccessClass ArmNc = AccessClass.UncachedUnchecked;

    // Alias: the hypervisor's write-back mapping of the page is alive, so that caches may prefetch it. Length 0:
    // coherent.
    [Theory]
    [InlineData("TX, nothing", Wb, true, "cpu 0 write b; dma read b no_snoop", 2)]
    [InlineData("TX, clean", Wb, true, "cpu 0 write b; cpu 0 clwb b; cpu 0 fence; dma read b no_snoop", 0)]
    [InlineData("TX, wbinvd on the storing CPU", Wb, true, "cpu 0 write b; cpu 0 wbinvd; dma read b no_snoop", 0)]
    [InlineData("TX, wbinvd on another CPU", Wb, true, "cpu 0 write b; cpu 1 wbinvd; dma read b no_snoop", 3)]
    [InlineData("TX, wbinvd on every CPU", Wb, true, "cpu 1 write b; cpu all wbinvd; dma read b no_snoop", 0)]
    [InlineData("TX, snooped", Wb, true, "cpu 0 write b; dma read b", 0)]
    [InlineData("TX, uncached, no alias", X86Uc, false, "cpu 0 write b; dma read b no_snoop", 0)]
    [InlineData("TX, uncached, no alias", ArmNc, false, "cpu 0 write b; dma read b no_snoop", 0)]
    [InlineData("TX, uncached, no alias, snooped", ArmNc, false, "cpu 0 write b; dma read b", 0)]
    [InlineData("TX, uncached, alias", ArmNc, true, "cpu 0 write b; dma read b no_snoop", 0)]
    [InlineData("TX, uncached, alias, snooped", X86Uc, true, "cpu 0 write b; dma read b", 0)]
    [InlineData("TX, uncached, alias, snooped", ArmNc, true, "cpu 0 write b; dma read b", 3)]
    [InlineData("TX, uncached, dirty alias", X86Uc, true, "host cpu 1 write b; cpu 0 write b; dma read b no_snoop", 0)]
    [InlineData("TX, uncached, dirty alias", ArmNc, true, "host cpu 1 write b; cpu 0 write b; dma read b no_snoop", 4)]
    [InlineData("TX, uncached, dirty alias, snooped", ArmNc, true, "host cpu 1 write b; cpu 0 write b; dma read b", 3)]
    [InlineData("RX, dirty, nothing", Wb, true, "cpu 0 write b; dma write b no_snoop; cpu 0 read b", 3)]
    [InlineData(
        "RX, dirty, flush after only",
        Wb,
        true,
        "cpu 0 write b; dma write b no_snoop; cpu 0 clflush b; cpu 0 read b",
        4
    )]
    [InlineData(
        "RX, dirty, flush before only",
        Wb,
        true,
        "cpu 0 write b; cpu 0 clflush b; dma write b no_snoop; cpu 0 read b",
        5
    )]
    [InlineData(
        "RX, dirty, flush before and after",
        Wb,
        true,
        "cpu 0 write b; cpu 0 clflush b; dma write b no_snoop; cpu 0 clflush b; cpu 0 read b",
        0
    )]
    [InlineData("RX, clean, nothing", Wb, true, "dma write b no_snoop; cpu 0 read b", 3)]
    [InlineData("RX, clean, flush after", Wb, true, "dma write b no_snoop; cpu 0 clflush b; cpu 0 read b", 0)]
    [InlineData(
        "RX, uncached after a flush, alias",
        X86Uc,
        true,
        "cpu 0 clflush b; dma write b no_snoop; cpu 0 read b",
        0
    )]
    [InlineData(
        "RX, uncached after a flush, alias",
        ArmNc,
        true,
        "cpu 0 clflush b; dma write b no_snoop; cpu 0 read b",
        0
    )]
    [InlineData("RX, uncached, dirty alias", X86Uc, true, "host cpu 1 write b; dma write b no_snoop; cpu 0 read b", 3)]
    [InlineData("RX, uncached, dirty alias", ArmNc, true, "host cpu 1 write b; dma write b no_snoop; cpu 0 read b", 4)]
    [InlineData("zeroing without a flush", Wb, true, "recycle b; dma read b no_snoop", 2)]
    [InlineData("zeroing with a flush", Wb, true, "recycle b; host cpu 0 clflush b; dma read b no_snoop", 0)]
    [InlineData("unpin without a flush", Wb, true, "dma write b no_snoop; host cpu 0 read b", 3)]
    [InlineData("unpin with a flush", Wb, true, "dma write b no_snoop; host cpu 0 clflush b; host cpu 0 read b", 0)]
    public void A_protocol_is_right_or_wrong_after_so_many_steps(
        string name,
        AccessClass access,
        bool alias,
        string program,
        int length
    )
    {
        var path = Example.Guest(program, WbinvdMode.Native, access);
        path = path with { Buffers = [path.Buffers[0] with { HypervisorMapsIt = alias }] };

        Assert.True(length == Example.Check(path).Run.Length, $"{name}: {Example.Answer(path)}");
    }
}
