using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Coherence.Checking;
using TopologyLang.Simulation.Tests.Coherence;
using TopologyLang.Simulation.Tests.Kernel;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Simulation.Tests.Paths;

/// <summary>From the machine to the verdict: the classical programs on Arm machines of several kinds.</summary>
public class ArmVerdictTests
{
    private const string ToDevice = "cpu 0 write b; dma read b";
    private const string FromDevice = "dma write b; cpu 0 read b";
    private const string NoSnoopToDevice = "cpu 0 write b; dma read b no_snoop";

    /// <summary>In a guest with the device assigned to it, behind an SMMUv3 of Linux 6.12.</summary>
    [Theory]
    [InlineData("coherent", MemoryType.Wb, ToDevice, "Coherent")]
    [InlineData("coherent", MemoryType.Wb, FromDevice, "Coherent")]
    [InlineData("coherent", MemoryType.Wb, NoSnoopToDevice, "DeviceReadsStale")]
    [InlineData("coherent ignore", MemoryType.Wb, NoSnoopToDevice, "Coherent")]
    [InlineData("coherent either", MemoryType.Wb, NoSnoopToDevice, "DeviceReadsStale")]
    [InlineData("coherent canwbs", MemoryType.Wb, NoSnoopToDevice, "Coherent")]
    [InlineData("coherent", MemoryType.NormalNc, ToDevice, "DeviceReadsStale")]
    [InlineData("coherent", MemoryType.NormalNc, NoSnoopToDevice, "Coherent")]
    [InlineData("coherent ignore", MemoryType.NormalNc, NoSnoopToDevice, "DeviceReadsStale")]
    [InlineData("coherent fwb", MemoryType.NormalNc, ToDevice, "Coherent")]
    [InlineData("coherent fwb", MemoryType.NormalNc, NoSnoopToDevice, "DeviceReadsStale")]
    [InlineData(
        "coherent",
        MemoryType.Wb,
        "cpu 0 write b; cpu 0 dc_cvac b; cpu 0 fence; dma read b no_snoop",
        "Coherent"
    )]
    [InlineData("coherent", MemoryType.Wb, "cpu 0 write b; cpu 0 dc_cvac b; dma read b no_snoop", "DeviceReadsStale")]
    [InlineData("coherent", MemoryType.Wb, "cpu 0 write b; cpu 0 dc_csw; dma read b no_snoop", "Coherent")]
    [InlineData("coherent fwb", MemoryType.Wb, "cpu 0 write b; cpu 0 dc_csw; dma read b no_snoop", "DeviceReadsStale")]
    [InlineData("", MemoryType.Wb, ToDevice, "DeviceReadsStale")]
    [InlineData("", MemoryType.Wb, FromDevice, "CpuReadsStale")]
    [InlineData("", MemoryType.NormalNc, ToDevice, "Coherent")]
    [InlineData("fwb", MemoryType.NormalNc, ToDevice, "DeviceReadsStale")]
    [InlineData("path", MemoryType.Wb, ToDevice, "Coherent")]
    [InlineData("path stage2", MemoryType.Wb, ToDevice, "DeviceReadsStale")]
    [InlineData("coherent stage2", MemoryType.Wb, ToDevice, "Coherent")]
    public void In_a_guest(string machine, MemoryType type, string program, string verdict)
    {
        var words = machine.Split(' ').ToHashSet();
        var guest = With(words)
            .Domain("space", DomainApi.VfioType1, "d")
            .Guest("vm", "space", "d")
            .Program("p", "vm", "d", type);

        Assert.Equal(verdict, VerdictOf(guest, program));
    }

    /// <summary>The host's own driver: the DMA API, or identity where the machine says bypass.</summary>
    [Theory]
    [InlineData("coherent", MemoryType.Wb, ToDevice, "Coherent")]
    [InlineData("coherent bypass", MemoryType.Wb, ToDevice, "Coherent")]
    [InlineData("path bypass", MemoryType.Wb, ToDevice, "DeviceReadsStale")]
    [InlineData("path", MemoryType.Wb, ToDevice, "DeviceReadsStale")]
    [InlineData("", MemoryType.Wb, ToDevice, "DeviceReadsStale")]
    [InlineData("", MemoryType.NormalNc, ToDevice, "Coherent")]
    [InlineData("", MemoryType.Wb, "cpu 0 write b; syncfordevice b; dma read b", "Coherent")]
    [InlineData("coherent", MemoryType.Wb, "cpu 0 write b; syncfordevice b; dma read b", "Coherent")]
    [InlineData(
        "",
        MemoryType.Wb,
        "cpu 0 write b; syncfordevice b; dma write b; syncforcpu b; cpu 0 read b",
        "Coherent"
    )]
    [InlineData("", MemoryType.Wb, "cpu 0 write b; syncfordevice b; dma write b; cpu 0 read b", "CpuReadsStale")]
    [InlineData("", MemoryType.Wb, "cpu 0 write b; dma write b; syncforcpu b; cpu 0 read b", "DmaWriteLost")]
    public void On_the_host(string machine, MemoryType type, string program, string verdict)
    {
        var words = machine.Split(' ').ToHashSet();
        var host = With(words).Program("p", null, "d", type);

        Assert.Equal(
            verdict,
            VerdictOf(words.Contains("bypass") ? host.Domain("plain", DomainApi.Identity, "d") : host, program)
        );
    }

    private static Machine With(HashSet<string> words)
    {
        var coherent = words.Contains("coherent");
        return Machine
            .Arm(
                "6.12",
                h =>
                    h with
                    {
                        Fwb = words.Contains("fwb"),
                        NoSnoopRouting =
                            words.Contains("ignore") ? NoSnoopRouting.Ignore
                            : words.Contains("either") ? NoSnoopRouting.Either
                            : NoSnoopRouting.Honour,
                    }
            )
            .Smmu("smmu", with: u => u with { Stage1 = !words.Contains("stage2") })
            .Device(
                "d",
                "smmu",
                with: d =>
                    d with
                    {
                        DmaCoherent = coherent,
                        Cpm = coherent || words.Contains("path"),
                        Canwbs = words.Contains("canwbs"),
                    }
            );
    }

    private static string VerdictOf(Machine machine, string program)
    {
        var steps = Example.Host(program).Program.Steps;
        var topology = machine.WithSteps([.. steps]);
        var path = topology.Path();
        var verdict = Checker.Check(path, SearchLimits.Default, CancellationToken.None);
        return verdict.Kind == VerdictKind.Stale ? verdict.Hazard.ToString()! : verdict.Kind.ToString();
    }
}
