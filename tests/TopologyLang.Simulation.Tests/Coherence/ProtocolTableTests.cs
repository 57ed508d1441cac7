using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>
/// The table of protocols (T: the device reads, R: it writes, P: it writes a part of a line, L and U: pages that change
/// hands) on six kinds of machine: A x86 as its manuals have it, B x86 as drivers rely on, C Arm, all of which honour
/// no-snoop; D is A where that is not known; E is B and F is C where it is ignored. Each has the profile of its kind,
/// with caches into which DMA allocates.
/// </summary>
/// <remarks>
/// Not here: that memory is right when every cache is empty, without anybody who reads it (the model asks readers
/// alone; R1 to R3 are the reads in which such a loss shows), and T3 where dirty lines go over, which is in
/// <see cref="ProfileTests"/> with its lengths.
/// </remarks>
public sealed class ProtocolTableTests
{
    private static readonly CoherenceProfile Strict = new(
        CombiningBuffers.Kept,
        CombiningChecks.Either,
        DmaAllocates: true
    );
    private static readonly CoherenceProfile Practical = new(
        CombiningBuffers.Kept,
        CombiningChecks.Yes,
        DmaAllocates: true
    );

    private static readonly (AccessClass Uncached, Snooped NoSnoop, CoherenceProfile Profile)[] Machines =
    [
        (AccessClass.UncachedChecked, Snooped.No, Strict),
        (AccessClass.UncachedChecked, Snooped.No, Practical),
        (AccessClass.UncachedUnchecked, Snooped.No, Strict),
        (AccessClass.UncachedChecked, Snooped.Either, Strict),
        (AccessClass.UncachedChecked, Snooped.Yes, Practical),
        (AccessClass.UncachedUnchecked, Snooped.Yes, Strict),
    ];

    /// <summary>
    /// The answers of A to F: o coherent, x stale. NS stands for no_snoop; uc, wc and alias say how the page is mapped;
    /// other is a buffer in the same line.
    /// </summary>
    [Theory]
    [InlineData("T1 nothing", "", "cpu 0 write b; dma read b NS", "oooooo", "xxxxoo")]
    [InlineData("T2 clean", "", "cpu 0 write b; cpu 0 clwb b; cpu 0 fence; dma read b NS", "oooooo", "oooooo")]
    [InlineData("T3 wbinvd on the storing CPU", "", "cpu 0 write b; cpu 0 wbinvd; dma read b NS", "oooooo", "oooooo")]
    [InlineData("T4 wbinvd on another CPU", "", "cpu 0 write b; cpu 1 wbinvd; dma read b NS", "oooooo", "xxxxoo")]
    [InlineData("T5 wbinvd that KVM skips", "nop", "cpu 0 write b; cpu 0 wbinvd; dma read b NS", "oooooo", "xxxxoo")]
    [InlineData("T6 uncached, no alias", "uc", "cpu 0 write b; dma read b NS", "oooooo", "oooooo")]
    [InlineData("T7 write-combining, no fence", "wc", "cpu 0 write b; dma read b NS", "xxxxxx", "xxxxxx")]
    [InlineData("T8 write-combining, fence", "wc", "cpu 0 write b; cpu 0 fence; dma read b NS", "oooooo", "oooooo")]
    [InlineData("T9 uncached, live alias", "uc alias", "cpu 0 write b; dma read b NS", "ooxoox", "ooooox")]
    [InlineData(
        "T10 write-combining, fence, live alias",
        "wc alias",
        "cpu 0 write b; cpu 0 fence; dma read b NS",
        "xoxxox",
        "oooxox"
    )]
    [InlineData(
        "T11 uncached, dirty alias left",
        "uc alias",
        "host cpu 1 write b; cpu 0 write b; dma read b NS",
        "ooxoox",
        "ooxoox"
    )]
    [InlineData(
        "T12 write-combining, fence, dirty alias left",
        "wc alias",
        "host cpu 1 write b; cpu 0 write b; cpu 0 fence; dma read b NS",
        "xoxxox",
        "xoxxox"
    )]
    [InlineData("R1 dirty, nothing", "", "cpu 0 write b; dma write b NS; cpu 0 read b", "oooooo", "xxxxoo")]
    [InlineData(
        "R2 dirty, only after",
        "",
        "cpu 0 write b; dma write b NS; cpu 0 clflush b; cpu 0 read b",
        "oooooo",
        "xxxxoo"
    )]
    [InlineData(
        "R3 dirty, only before",
        "",
        "cpu 0 write b; cpu 0 clflush b; dma write b NS; cpu 0 read b",
        "oooooo",
        "xxxxoo"
    )]
    [InlineData(
        "R4 dirty, before and after",
        "",
        "cpu 0 write b; cpu 0 clflush b; dma write b NS; cpu 0 clflush b; cpu 0 read b",
        "oooooo",
        "oooooo"
    )]
    [InlineData("R5 clean, nothing", "", "cpu 0 read b; dma write b NS; cpu 0 read b", "oooooo", "xxxxoo")]
    [InlineData(
        "R6 clean, only after",
        "",
        "cpu 0 read b; dma write b NS; cpu 0 clflush b; cpu 0 read b",
        "oooooo",
        "oooooo"
    )]
    [InlineData("R7 uncached after a flush", "uc", "cpu 0 clflush b; dma write b NS; cpu 0 read b", "ooxoox", "ooooox")]
    [InlineData(
        "R8 uncached after a flush, alias",
        "uc alias",
        "cpu 0 clflush b; dma write b NS; cpu 0 read b",
        "ooxoox",
        "ooooox"
    )]
    [InlineData(
        "R9 uncached, dirty alias left",
        "uc alias",
        "host cpu 1 write b; dma write b NS; cpu 0 read b",
        "ooxoox",
        "xxxxox"
    )]
    [InlineData(
        "R10 write-combining after a flush",
        "wc",
        "cpu 0 clflush b; dma write b NS; cpu 0 read b",
        "xoxxox",
        "oooxox"
    )]
    [InlineData(
        "R11 invalidated without a write-back, before and after",
        "",
        "sync_for_cpu b; dma write b NS; sync_for_cpu b; cpu 0 read b",
        "xxxxxx",
        "oooxxx"
    )]
    [InlineData(
        "P1 a neighbour is written meanwhile",
        "shares",
        "cpu 0 clflush b; cpu 0 write other; dma write b NS; cpu 0 clflush b; cpu 0 read b",
        "oooooo",
        "xxxxoo"
    )]
    [InlineData("L1 zeroed without a flush", "alias", "recycle b; dma read b NS", "oooooo", "xxxxoo")]
    [InlineData("L2 zeroed and flushed", "alias", "recycle b; host cpu 0 clflush b; dma read b NS", "oooooo", "oooooo")]
    [InlineData("U1 taken back without a flush", "alias", "dma write b NS; host cpu 0 read b", "oooooo", "xxxxoo")]
    [InlineData(
        "U2 taken back and flushed",
        "alias",
        "dma write b NS; host cpu 0 clflush b; host cpu 0 read b",
        "oooooo",
        "oooooo"
    )]
    public void Row(string name, string mapping, string program, string ordinary, string noSnoop)
    {
        Assert.Equal(
            $"{name}: {ordinary}",
            $"{name}: {Answers(mapping, program.Replace(" NS", "", StringComparison.Ordinal))}"
        );
        Assert.Equal(
            $"{name}: {noSnoop}",
            $"{name}: {Answers(mapping, program.Replace("NS", "no_snoop", StringComparison.Ordinal))}"
        );
    }

    private static string Answers(string mapping, string program) =>
        string.Concat(
            Machines.Select(machine =>
            {
                bool Has(string word) => mapping.Contains(word, StringComparison.Ordinal);

                var access =
                    Has("uc") ? machine.Uncached
                    : Has("wc") ? AccessClass.WriteCombining
                    : AccessClass.WriteBack;
                var path = Example.Guest(program, Has("nop") ? WbinvdMode.Nop : WbinvdMode.Native, access);
                return Answer(
                    path with
                    {
                        Profile = machine.Profile,
                        Program = Has("shares") ? WithSharedLine(path.Program) : path.Program,
                        Buffers =
                        [
                            .. path.Buffers.Select(buffer =>
                                buffer with
                                {
                                    HypervisorMapsIt = Has("alias"),
                                    SyncForCpu = SyncEffect.Invalidate,
                                }
                            ),
                        ],
                        Devices = [path.Devices[0] with { NoSnoop = machine.NoSnoop }],
                    }
                );
            })
        );

    private static Simulation.Topology.Program WithSharedLine(Simulation.Topology.Program program) =>
        program with
        {
            Buffers =
            [
                .. program.Buffers.Select(buffer => buffer.Name == "other" ? buffer with { Shares = "b" } : buffer),
            ],
        };

    private static char Answer(ProgramPath path) =>
        Example.Check(path).Kind switch
        {
            VerdictKind.Coherent => 'o',
            VerdictKind.Stale => 'x',
            var kind => throw new InvalidOperationException(kind.ToString()),
        };
}
