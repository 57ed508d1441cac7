using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Reporting;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// What a file leaves open where machines differ decides nothing: the verdict says on what it depends.
/// </summary>
public class OpenFactTests
{
    private const string Upload = """
        program send in vm using nic {
          buffer b = 4KiB wb
          cpu 0 write b
          dma read b no_snoop
        }
        """;

    private const string Device = "bus = pcie 0000:03:00.0  no_snoop = used  ats = no";

    /// <summary>One machine a row, in which one thing is left open; and what is said of the program.</summary>
    [Theory]
    [InlineData(
        "kernel = 6.8  cpus = 4",
        "model = intel_vtd",
        Device,
        "coherent if main has snoop control, stale device_reads_stale if not; the file does not say `snoop_control` of "
            + "main"
    )]
    [InlineData("kernel = 6.8  cpus = 4", "model = intel_vtd  snoop_control = yes", Device, "coherent")]
    [InlineData("kernel = 6.8  cpus = 4", "model = intel_vtd  snoop_control = no", Device, "stale device_reads_stale")]
    [InlineData("kernel = 6.8  cpus = 4", "model = intel_vtd  ecap = 0xf0205b", Device, "stale device_reads_stale")]
    [InlineData("kernel = 6.8  cpus = 4", "model = intel_vtd  ecap = 0xf020df", Device, "coherent")]
    [InlineData(
        "kernel = 6.8  cpus = 4",
        "model = intel_vtd  snoop_control = yes",
        "bus = pcie 0000:03:00.0  no_snoop = used",
        "coherent if nic has no ATS"
    )]
    [InlineData(
        "kernel = 6.8  cpus = 4  allow_unsafe_interrupts = yes",
        "model = intel_vtd  snoop_control = no",
        "ats = no",
        "coherent if nic is a platform device, stale device_reads_stale if not; the file does not say `bus` of nic"
    )]
    [InlineData(
        "kernel = 7.5  cpus = 4",
        "model = intel_vtd  snoop_control = yes",
        Device,
        "coherent if Linux 7.5 of h does as 7.3.4"
    )]
    [InlineData(
        "arch = arm64  kernel = 6.12  cpus = 4  fwb = no  msi_isolation = yes",
        "model = arm_smmu_v3  stage1 = yes",
        "bus = pcie 0000:03:00.0  no_snoop = hardwired_zero",
        "coherent if the firmware calls nic coherent, stale device_reads_stale if not; the file does not say "
            + "`dma_coherent` of nic"
    )]
    [InlineData(
        "arch = arm64  kernel = 6.12  cpus = 4  fwb = no  msi_isolation = yes",
        "model = arm_smmu_v3",
        "bus = pcie 0000:03:00.0  no_snoop = hardwired_zero  dma_coherent = no  cpm = yes  dacs = no",
        "coherent if main has stage 1, stale device_reads_stale if not; the file does not say `stage1` of main"
    )]
    public void Of_a_program(string host, string unit, string device, string verdict)
    {
        var analysis = Checked.Text(Machine(host, unit, device) + Upload);

        Assert.Equal(verdict, Answer(analysis, "send"));
    }

    /// <summary>A guest that flushes everything on its CPUs, on a machine that may have others.</summary>
    [Theory]
    [InlineData("cpus = 2", "coherent")]
    [InlineData("cpus = 3", "stale cpu_reads_stale")]
    [InlineData("", "coherent if h has 2 CPUs, stale cpu_reads_stale if not; the file does not say `cpus` of h")]
    public void Of_a_program_that_reaches_every_CPU_of_the_default(string cpus, string verdict)
    {
        var analysis = Checked.Text(
            $$"""
            host h { kernel = 6.8  {{cpus}} }
            iommu main on h { model = intel_vtd  snoop_control = no  scalable_mode = no }
            device nic behind main { {{Device}} }
            domain space on h { api = vfio_type1 }
            guest vm on h { vcpus = 2  assign = [nic via space] }
            program receive in vm using nic {
              buffer b = 4KiB wb
              cpu 0 read b
              cpu 1 read b
              dma write b no_snoop
              cpu all wbinvd
              cpu 0 read b
            }
            """
        );

        Assert.Equal(verdict, Answer(analysis, "receive"));
    }

    /// <summary>A value that is overwritten before it is read is a fault as one that is stale.</summary>
    [Theory]
    [InlineData("kernel = 6.12", "overwritten")]
    [InlineData("kernel = 9.0", "overwritten if Linux 9.0 of h does as 7.3.4")]
    public void Of_a_value_that_is_overwritten(string kernel, string verdict)
    {
        var analysis = Checked.Text(
            $$"""
            host h { arch = arm64  {{kernel}} }
            device nic on h { bus = pcie 0000:03:00.0  no_snoop = hardwired_zero  dma_coherent = yes }
            program receive on h using nic {
              buffer packet = 64B wb
              buffer owner = 64B wb
              dma write packet
              dma write owner
              cpu 0 wait owner
              cpu 0 barrier dma_rmb
              cpu 0 read packet
              cpu 0 write owner
              dma wait owner
              dma write packet
            }
            """
        );

        Assert.Equal(verdict, Answer(analysis, "receive"));
    }

    /// <summary>Beside a mapping that bypasses the caches a request that snoops is the worse one.</summary>
    [Theory]
    [InlineData("no_snoop_routing = honour", "coherent")]
    [InlineData("no_snoop_routing = ignore", "stale device_reads_stale")]
    [InlineData(
        "",
        "coherent if the root complex of h honours no-snoop, stale device_reads_stale if not; the file does not say "
            + "`no_snoop_routing` of h"
    )]
    public void Of_a_program_that_maps_its_buffer_uncached(string routing, string verdict)
    {
        var analysis = Checked.Text(
            Machine(
                $"arch = arm64  kernel = 6.12  cpus = 4  fwb = no  msi_isolation = yes  {routing}",
                "model = arm_smmu_v3  stage1 = yes",
                "bus = pcie 0000:03:00.0  no_snoop = used  dma_coherent = yes  canwbs = no"
            ) + Upload.Replace(" wb", " normal_nc", StringComparison.Ordinal)
        );

        Assert.Equal(verdict, Answer(analysis, "send"));
    }

    /// <summary>
    /// Which CPUs it has decides what becomes of the guest's memory types; a unit of VT-d says it, too.
    /// </summary>
    [Theory]
    [InlineData("vendor = intel", "", "ignored")]
    [InlineData("vendor = amd", "", "honoured")]
    [InlineData("", "", null)]
    [InlineData("", "iommu main on h { model = intel_vtd }", "ignored")]
    public void Of_a_guests_memory_types(string vendor, string unit, string? pat)
    {
        var analysis = Checked.Text($"host h {{ kernel = 6.8  {vendor} }}\n{unit}\nguest vm on h {{ }}\n");
        var state = analysis.System.Timelines[0].GuestOf("vm");

        Assert.Equal(pat, state.Unknown is null ? Words.OfPat(state.GuestPatHonoured) : null);
    }

    [Fact]
    public void Boxes_domains_and_guests_are_not_known_with_it()
    {
        var analysis = Checked.Text(
            Machine("kernel = 6.8  cpus = 4", "model = intel_vtd", Device)
                + Upload
                + "\nexpect nic in box 1\nexpect space enforced yes\nexpect vm wbinvd nop\nexpect send coherent\n"
        );

        Assert.All(analysis.Expectations, answer => Assert.False(answer.Met));
        Assert.Equal(
            ["  not known", "  not known", "  not known"],
            analysis.Expectations.Take(3).Select(answer => "  " + answer.Found)
        );
        Assert.Equal(
            [
                "in box 3 if main has no snoop control, in box 1 if not; the file does not say `snoop_control` of main",
                "not enforced if main has no snoop control, enforced if not; the file does not say `snoop_control` of "
                    + "main",
                "wbinvd emulated, guest PAT honoured if main has no snoop control, wbinvd nop, guest PAT ignored if "
                    + "not; the file does not say `snoop_control` of main",
            ],
            new[]
            {
                analysis.System.Timelines[0].BoxOf("nic").Chain[^1].Text,
                analysis.System.Timelines[0].DomainOf("space").Unknown!.Text,
                analysis.System.Timelines[0].GuestOf("vm").Unknown!.Text,
            }
        );
    }

    /// <summary>The way to the other verdict is told, down to its source.</summary>
    [Fact]
    public void It_is_a_finding_with_the_chain_of_the_other_verdict()
    {
        var analysis = Checked.Text(Machine("kernel = 6.8  cpus = 4", "model = intel_vtd", Device) + Upload);

        var finding = analysis.Findings.First(one => one.Code == FindingCode.OpenFacts);

        Assert.Contains(
            finding.Chain,
            reason => reason.Text.StartsWith("enforce_cache_coherency() fails", StringComparison.Ordinal)
        );
    }

    /// <summary>More than is looked at in every combination: nothing is coherent on that.</summary>
    [Fact]
    public void Of_very_many_open_things_nothing_is_called_coherent()
    {
        var units = string.Concat(
            Enumerable
                .Range(0, 6)
                .Select(i =>
                    $"iommu u{i} on h {{ model = intel_vtd }}\n"
                    + $"device d{i} behind u{i} {{ bus = pcie 0000:0{i}:00.0  no_snoop = hardwired_zero  ats = no }}\n"
                )
        );
        var analysis = Checked.Text(
            $$"""
            host h { kernel = 6.8  cpus = 4 }
            {{units}}
            domain space on h { api = vfio_type1  attach = [d0, d1, d2, d3, d4, d5] }
            guest vm on h { assign = [d0 via space, d1 via space, d2 via space, d3 via space, d4 via space, d5 via space] }
            program send in vm using d0 {
              buffer b = 4KiB wb
              cpu 0 write b
              dma read b
            }
            """
        );

        Assert.StartsWith(
            "coherent by the defaults, but the file leaves more open than is looked at in every combination: "
                + "`snoop_control` of u0",
            Answer(analysis, "send"),
            StringComparison.Ordinal
        );
    }

    /// <summary>What a mistake leaves to a default is no fact either.</summary>
    [Theory]
    [InlineData("intel_vtdd")]
    [InlineData("amd_iommu")]
    public void Of_an_unknown_model_nothing_is_printed_as_known(string model)
    {
        var analysis = Checked.Text(Machine("kernel = 6.8  cpus = 4", $"model = {model}", Device) + Upload);

        Assert.Equal(
            [
                "host h, Linux 6.8",
                "devices   nic box not known",
                "domains   space not known",
                "guests    vm wbinvd not known",
            ],
            Summary.Lines(analysis).Take(4)
        );
    }

    private static string Machine(string host, string unit, string device) =>
        $$"""
            host h { {{host}} }
            iommu main on h { {{unit}} }
            device nic behind main { {{device}} }
            domain space on h { api = vfio_type1 }
            guest vm on h { assign = [nic via space] }

            """;

    private static string Answer(FileAnalysis analysis, string program)
    {
        var verdict = analysis.System.RunsOf(program).Single().Run.Verdict;
        return verdict.Kind == VerdictKind.Undecided
            ? verdict.Why!.Text
            : Words.Of(verdict) + (verdict.Condition is { } condition ? $" if {condition}" : "");
    }
}
