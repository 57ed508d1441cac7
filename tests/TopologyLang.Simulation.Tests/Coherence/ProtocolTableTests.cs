using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Paths;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>
/// The table of protocols (T: the device reads, R: it writes, L and U: pages that change hands) on five kinds of machine: A x86 that honours
/// no-snoop, C Arm that does, D x86 of which it is not known, E x86 and F Arm that ignore it. Cells that hang on write-combining buffers, on
/// caches into which DMA allocates or on two words in a line are not of the default model and are marked with a dash.
/// </summary>
public class ProtocolTableTests
{
    private static readonly Dictionary<char, (AccessClass Uncached, Snooped NoSnoop)> Machines = new()
    {
        ['A'] = (AccessClass.UncachedChecked, Snooped.No),
        ['C'] = (AccessClass.UncachedUnchecked, Snooped.No),
        ['D'] = (AccessClass.UncachedChecked, Snooped.Either),
        ['E'] = (AccessClass.UncachedChecked, Snooped.Yes),
        ['F'] = (AccessClass.UncachedUnchecked, Snooped.Yes),
    };

    /// <summary>The answers of A, C, D, E and F: o coherent, x stale. NS stands for no_snoop; uc and alias say how the page is
    /// mapped.</summary>
    [Theory]
    [InlineData("T1 nothing", "", "cpu 0 write b; dma read b NS", "ooooo", "xxxoo")]
    [InlineData("T2 clean", "", "cpu 0 write b; cpu 0 clwb b; cpu 0 fence; dma read b NS", "ooooo", "ooooo")]
    [InlineData("T3 wbinvd on the storing CPU", "", "cpu 0 write b; cpu 0 wbinvd; dma read b NS", "ooooo", "ooooo")]
    [InlineData("T4 wbinvd on another CPU", "", "cpu 0 write b; cpu 1 wbinvd; dma read b NS", "ooooo", "xxxoo")]
    [InlineData("T5 wbinvd that KVM skips", "nop", "cpu 0 write b; cpu 0 wbinvd; dma read b NS", "ooooo", "xxxoo")]
    [InlineData("T6 uncached, no alias", "uc", "cpu 0 write b; dma read b NS", "ooooo", "ooooo")]
    [InlineData("T9 uncached, live alias", "uc alias", "cpu 0 write b; dma read b NS", "oxoox", "oooox")]
    [InlineData("T11 uncached, dirty alias left", "uc alias", "host cpu 1 write b; cpu 0 write b; dma read b NS", "oxoox", "oxoox")]
    [InlineData("R1 dirty, nothing", "", "cpu 0 write b; dma write b NS; cpu 0 read b", "ooooo", "xxxoo")]
    [InlineData("R2 dirty, only after", "", "cpu 0 write b; dma write b NS; cpu 0 clflush b; cpu 0 read b", "ooooo", "xxxoo")]
    [InlineData("R3 dirty, only before", "", "cpu 0 write b; cpu 0 clflush b; dma write b NS; cpu 0 read b", "ooooo", "xxxoo")]
    [InlineData("R4 dirty, before and after", "",
        "cpu 0 write b; cpu 0 clflush b; dma write b NS; cpu 0 clflush b; cpu 0 read b", "ooooo", "ooooo")]
    [InlineData("R5 clean, nothing", "", "cpu 0 read b; dma write b NS; cpu 0 read b", "ooooo", "xxxoo")]
    [InlineData("R6 clean, only after", "", "cpu 0 read b; dma write b NS; cpu 0 clflush b; cpu 0 read b", "ooooo", "ooooo")]
    [InlineData("R7 uncached after a flush", "uc", "cpu 0 clflush b; dma write b NS; cpu 0 read b", "o-oo-", "oooo-")]
    [InlineData("R8 uncached after a flush, alias", "uc alias", "cpu 0 clflush b; dma write b NS; cpu 0 read b", "o-oo-", "oooo-")]
    [InlineData("R9 uncached, dirty alias left", "uc alias", "host cpu 1 write b; dma write b NS; cpu 0 read b", "o-oo-", "xxxo-")]
    [InlineData("L1 zeroed without a flush", "alias", "recycle b; dma read b NS", "ooooo", "xxxoo")]
    [InlineData("L2 zeroed and flushed", "alias", "recycle b; host cpu 0 clflush b; dma read b NS", "ooooo", "ooooo")]
    [InlineData("U1 taken back without a flush", "alias", "dma write b NS; host cpu 0 read b", "ooooo", "xxxoo")]
    [InlineData("U2 taken back and flushed", "alias", "dma write b NS; host cpu 0 clflush b; host cpu 0 read b", "ooooo", "ooooo")]
    public void Row(string name, string mapping, string program, string ordinary, string noSnoop)
    {
        Assert.Equal(ordinary, Answers(name, mapping, program.Replace(" NS", "", StringComparison.Ordinal), ordinary));
        Assert.Equal(noSnoop, Answers(name, mapping, program.Replace("NS", "no_snoop", StringComparison.Ordinal), noSnoop));
    }

    private static string Answers(string name, string mapping, string program, string expected) => string.Concat(
        Machines.Values.Select((machine, column) => expected[column] == '-' ? '-' : Answer(name, mapping, program, machine)));

    private static char Answer(string name, string mapping, string program, (AccessClass Uncached, Snooped NoSnoop) machine)
    {
        var access = mapping.Contains("uc", StringComparison.Ordinal) ? machine.Uncached : AccessClass.WriteBack;
        var path = Example.Guest(program, mapping == "nop" ? WbinvdMode.Nop : WbinvdMode.Native, access);
        var verdict = Example.Check(path with
        {
            Buffers = [path.Buffers[0] with { HypervisorMapsIt = mapping.Contains("alias", StringComparison.Ordinal) }],
            Devices = [path.Devices[0] with { NoSnoop = machine.NoSnoop }],
        });
        return verdict.Kind switch
        {
            VerdictKind.Coherent => 'o',
            VerdictKind.Stale => 'x',
            _ => throw new InvalidOperationException($"{name}: {verdict.Kind}"),
        };
    }
}
