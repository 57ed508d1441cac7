using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>
/// Protocols whose answer depends on what a profile has beyond the default model (TX: the device reads, RX: the device
/// writes). Length 0: coherent. "Dirty" rows start with the write that makes the line dirty; alias: the hypervisor's
/// write-back mapping is alive.
/// </summary>
public sealed class ProfileTests
{
    private const AccessClass Wb = AccessClass.WriteBack;
    private const AccessClass Wc = AccessClass.WriteCombining;
    private const AccessClass ArmNc = AccessClass.UncachedUnchecked;

    private static readonly CoherenceProfile Default = CoherenceProfile.Core;
    private static readonly CoherenceProfile Practical = new(
        CombiningBuffers.Kept,
        CombiningChecks.Yes,
        DmaAllocates: true
    );
    private static readonly CoherenceProfile Strict = new(
        CombiningBuffers.Kept,
        CombiningChecks.Either,
        DmaAllocates: true
    );
    private static readonly CoherenceProfile Allocates = new(DmaAllocates: true);
    private static readonly CoherenceProfile Migrates = new(DirtyLines: DirtyLines.Migrate);

    public static readonly TheoryData<string, CoherenceProfile, AccessClass, bool, string, int> Protocols = new()
    {
        { "TX, WC, no fence", Practical, Wc, false, "cpu 0 write b; dma read b no_snoop", 2 },
        { "TX, WC, no fence, snooped", Strict, Wc, false, "cpu 0 write b; dma read b", 2 },
        { "TX, WC, fence", Strict, Wc, false, "cpu 0 write b; cpu 0 fence; dma read b no_snoop", 0 },
        { "TX, WC, fence of another CPU", Strict, Wc, false, "cpu 0 write b; cpu 1 fence; dma read b no_snoop", 3 },
        {
            "TX, WC, the thread moves, which drains",
            Strict,
            Wc,
            false,
            "cpu 0 write b; cpu 0 move; dma read b no_snoop",
            0
        },
        { "TX, WC, fence, alias, snooped", Strict, Wc, true, "cpu 0 write b; cpu 0 fence; dma read b", 4 },
        { "TX, WC, fence, alias, snooped", Practical, Wc, true, "cpu 0 write b; cpu 0 fence; dma read b", 0 },
        { "TX, WC, fence, alias", Strict, Wc, true, "cpu 0 write b; cpu 0 fence; dma read b no_snoop", 0 },
        {
            "TX, WC, fence, dirty alias, snooped",
            Strict,
            Wc,
            true,
            "host cpu 1 write b; cpu 0 write b; cpu 0 fence; dma read b",
            4
        },
        {
            "TX, WC, fence, dirty alias",
            Strict,
            Wc,
            true,
            "host cpu 1 write b; cpu 0 write b; cpu 0 fence; dma read b no_snoop",
            5
        },
        {
            "TX, WC, fence, dirty alias",
            Practical,
            Wc,
            true,
            "host cpu 1 write b; cpu 0 write b; cpu 0 fence; dma read b no_snoop",
            0
        },
        { "RX, WC after a flush, snooped", Strict, Wc, false, "cpu 0 clflush b; dma write b; cpu 0 read b", 3 },
        { "RX, WC after a flush, snooped", Practical, Wc, false, "cpu 0 clflush b; dma write b; cpu 0 read b", 0 },
        { "RX, NC after a flush, snooped", Allocates, ArmNc, false, "cpu 0 clflush b; dma write b; cpu 0 read b", 3 },
        { "RX, NC after a flush, snooped", Default, ArmNc, false, "cpu 0 clflush b; dma write b; cpu 0 read b", 0 },
        {
            "RX, WB, snooped, and a second device past the caches",
            Allocates,
            Wb,
            true,
            "dma write b; dma read b no_snoop",
            2
        },
        {
            "RX, WB, invalidated before and after, snooped",
            Allocates,
            Wb,
            true,
            "sync_for_cpu b; dma write b; sync_for_cpu b; cpu 0 read b",
            4
        },
        {
            "RX, WB, invalidated before and after, snooped",
            Default,
            Wb,
            true,
            "sync_for_cpu b; dma write b; sync_for_cpu b; cpu 0 read b",
            0
        },
        {
            "RX, WB, wbinvd reaches the shared cache",
            Allocates,
            Wb,
            true,
            "dma write b; cpu 0 wbinvd; dma read b no_snoop",
            0
        },
        { "TX, wbinvd on the storing CPU", Default, Wb, true, "cpu 0 write b; cpu 0 wbinvd; dma read b no_snoop", 0 },
        { "TX, wbinvd on the storing CPU", Migrates, Wb, true, "cpu 0 write b; cpu 0 wbinvd; dma read b no_snoop", 4 },
        {
            "TX, wbinvd on both",
            Migrates,
            Wb,
            true,
            "cpu 0 write b; cpu 0 wbinvd; cpu 1 wbinvd; dma read b no_snoop",
            6
        },
        {
            "TX, wbinvd on both and again",
            Migrates,
            Wb,
            true,
            "cpu 0 write b; cpu 0 wbinvd; cpu 1 wbinvd; cpu 0 wbinvd; dma read b no_snoop",
            8
        },
        { "TX, wbinvd on all at once", Migrates, Wb, true, "cpu 0 write b; cpu all wbinvd; dma read b no_snoop", 0 },
        { "TX, flush by line", Migrates, Wb, true, "cpu 0 write b; cpu 0 clflush b; dma read b no_snoop", 0 },
    };

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_protocol_is_right_or_wrong_under_a_profile(
        string name,
        CoherenceProfile profile,
        AccessClass access,
        bool alias,
        string program,
        int length
    )
    {
        var path = program.Contains("cpu all", StringComparison.Ordinal)
            ? Example.Host(program, access)
            : Example.Guest(program, WbinvdMode.Native, access);
        path = path with
        {
            Profile = profile,
            Buffers = [path.Buffers[0] with { HypervisorMapsIt = alias, SyncForCpu = SyncEffect.Invalidate }],
        };

        var verdict = Example.Check(path);

        Assert.True(length == verdict.Run.Length, $"{name} ({profile.Name}): {Example.Answer(path)}");
        Assert.Equal(profile, verdict.Profile);
    }

    [Theory]
    [InlineData("cpu 0 write other; dma write b no_snoop; cpu 0 clflush b; cpu 0 read b", 4)]
    [InlineData("cpu 0 write other; cpu 0 clflush other; dma write b no_snoop; cpu 0 clflush b; cpu 0 read b", 0)]
    [InlineData("cpu 0 write other; dma write b; cpu 0 read b; cpu 0 read other", 0)]
    [InlineData("cpu 0 write b; dma write other no_snoop; cpu 0 clflush b; dma read other no_snoop", 4)]
    public void Buffers_that_share_a_line_destroy_each_other(string program, int length)
    {
        var path = Example.Guest(program);
        var shared = path.Program.Buffers.Select(buffer =>
            buffer.Name == "other" ? buffer with { Shares = "b" } : buffer
        );
        path = path with { Program = path.Program with { Buffers = [.. shared] } };

        Assert.True(length == Example.Check(path).Run.Length, Example.Answer(path));
    }

    [Theory]
    [InlineData(
        "cpu 0 write data; cpu 0 write flag; dma wait flag; dma read data",
        "DeviceReadsStale: Cpu0 write data, Cpu0 write flag, Cache0 drain_part flag, d dma wait flag, d dma read data "
            + "= 0"
    )]
    [InlineData("cpu 0 write data; cpu 0 fence; cpu 0 write flag; dma wait flag; dma read data", "Coherent")]
    public void A_write_combining_buffer_may_reach_memory_in_parts(string program, string answer)
    {
        var path = Example.Host(program, Wc);
        var shared = path.Program.Buffers.Select(buffer =>
            buffer.Name == "flag" ? buffer with { Shares = "data" } : buffer
        );

        Assert.Equal(
            answer,
            Example.Answer(path with { Profile = Practical, Program = path.Program with { Buffers = [.. shared] } })
        );
    }

    [Theory]
    [InlineData(
        "cpu 0 write data; cpu 0 write flag; dma wait flag no_snoop; dma read data no_snoop",
        "DeviceReadsStale: Cpu0 write data, Cpu0 write flag, Cache0 evict flag, d dma wait flag, d dma read data = 0"
    )]
    [InlineData(
        "cpu 0 write data; cpu 0 clflush data; cpu 0 write flag; dma wait flag no_snoop; dma read data no_snoop",
        "Coherent"
    )]
    [InlineData(
        "cpu 0 write data; cpu 0 clwb data; cpu 0 write flag; cpu 0 clwb flag; dma wait flag no_snoop; dma read data "
            + "no_snoop",
        "DeviceReadsStale: Cpu0 write data, Cpu0 write flag, Cache0 evict flag, d dma wait flag, d dma read data = 0"
    )]
    [InlineData(
        "cpu 0 write data; cpu 0 clwb data; cpu 0 fence; cpu 0 write flag; cpu 0 clwb flag; dma wait flag no_snoop; "
            + "dma read data no_snoop",
        "Coherent"
    )]
    [InlineData(
        "dma write data no_snoop; dma write flag no_snoop; cpu 0 wait flag; cpu 0 read data",
        "CpuReadsStale: Cache0 prefetch data, d dma write data, d dma write flag, Cpu0 wait flag, Cpu0 read data = 0"
    )]
    public void A_flag_that_arrives_does_not_bring_its_payload_along(string program, string answer) =>
        Assert.Equal(answer, Example.Answer(Example.Guest(program)));
}
