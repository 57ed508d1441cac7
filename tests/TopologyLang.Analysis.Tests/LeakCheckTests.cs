using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Terms;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// The built-in programs, and of them the leak checks above all: they depend on the machine alone, so nothing that a
/// file says besides switches them off.
/// </summary>
public class LeakCheckTests
{
    private const string Leak = "stale information_leak";

    /// <summary>A function that may not use no-snoop now, behind a unit that does not block it.</summary>
    private const string Disabled = """
        host desk { kernel = 6.8 }
        iommu gfx on desk { model = intel_vtd  snoop_control = no }
        device card behind gfx { bus = pcie 0000:02:00.0  no_snoop = disabled }
        domain space on desk { api = vfio_type1 }
        guest vm on desk { assign = [card via space] }

        """;

    private const string Harmless = """
        program send in vm using card {
          buffer packet = 2KiB wb
          cpu 0 write packet
          dma read packet
        }

        """;

    public static TheoryData<string, string, string[]> Machines =>
        new()
        {
            {
                "Nobody uses the device",
                Checked.Machine,
                [
                    "igpu-driver-to-device stale device_reads_stale",
                    "igpu-device-to-driver stale cpu_reads_stale",
                    $"igpu-page-recycle {Leak}",
                    $"igpu-guest-sets-no-snoop {Leak}",
                ]
            },
            {
                "Its driver repairs what a driver can; nobody repairs a recycled page",
                Checked.Machine.Replace("no_snoop = used", "no_snoop = used  driver = i915", StringComparison.Ordinal),
                [
                    "igpu-driver-to-device coherent",
                    "igpu-device-to-driver coherent",
                    $"igpu-page-recycle {Leak}",
                    $"igpu-guest-sets-no-snoop {Leak}",
                ]
            },
            {
                "A program uses the device",
                Checked.Machine + "program p in vm using igpu { buffer b = 4KiB wb }",
                ["p coherent", $"igpu-page-recycle {Leak}", $"igpu-guest-sets-no-snoop {Leak}"]
            },
            {
                "A program that is not understood uses it",
                Checked.Machine + "program p in vm using igpu { buffer b = 4KiB wb; cpu 9 write b }",
                [$"igpu-page-recycle {Leak}", $"igpu-guest-sets-no-snoop {Leak}"]
            },
            {
                "The bit is off, and the guest may turn it on",
                Disabled + Harmless,
                ["send coherent", "card-page-recycle coherent", $"card-guest-sets-no-snoop {Leak}"]
            },
            {
                "The bit is off by a template",
                "template quiet : device { no_snoop = disabled }\n"
                    + Disabled
                        .Replace("card behind", "card : quiet behind", StringComparison.Ordinal)
                        .Replace("  no_snoop = disabled }", " }", StringComparison.Ordinal)
                    + Harmless,
                ["send coherent", "card-page-recycle coherent", $"card-guest-sets-no-snoop {Leak}"]
            },
            {
                "Nobody can turn the bit on",
                Disabled.Replace("= disabled", "= hardwired_zero", StringComparison.Ordinal) + Harmless,
                ["send coherent", "card-page-recycle coherent", "card-guest-sets-no-snoop coherent"]
            },
            {
                "The unit blocks it",
                Disabled.Replace("snoop_control = no", "snoop_control = yes", StringComparison.Ordinal) + Harmless,
                ["send coherent", "card-page-recycle coherent", "card-guest-sets-no-snoop coherent"]
            },
            {
                "VFIO keeps the bit off",
                Disabled.Replace(
                    "kernel = 6.8",
                    "kernel = 6.8  vfio_forces_no_snoop_off = yes",
                    StringComparison.Ordinal
                ) + Harmless,
                ["send coherent", "card-page-recycle coherent", "card-guest-sets-no-snoop coherent"]
            },
            {
                "A process has the device, and no guest",
                Checked.Machine.Replace("guest vm on desk { assign = [igpu via space] }", "", StringComparison.Ordinal)
                    + "program p on desk using igpu { buffer b = 4KiB wb }",
                ["p coherent", $"igpu-page-recycle {Leak}"]
            },
            {
                "The kernel's own driver has it: nothing leaks to anybody",
                Checked
                    .Machine.Replace("vfio_type1", "dma_api", StringComparison.Ordinal)
                    .Replace("guest vm on desk { assign = [igpu via space] }", "", StringComparison.Ordinal)
                    + "program p on desk using igpu { buffer b = 4KiB wb }",
                ["p coherent"]
            },
            {
                "VFIO refuses it",
                Disabled
                    .Replace("kernel = 6.8", "kernel = 6.8  msi_isolation = no", StringComparison.Ordinal)
                    .Replace(
                        "snoop_control = no",
                        "snoop_control = no  interrupt_remapping = no",
                        StringComparison.Ordinal
                    ) + Harmless,
                ["send error", "card-page-recycle error", "card-guest-sets-no-snoop error"]
            },
            {
                "A scenario that plugs it in and out again",
                Disabled
                    + Harmless
                    + """
                        scenario visit {
                          attach card to space
                          kvm add card to vm
                          run send
                          kvm remove card from vm
                          detach card from space
                        }
                        """,
                ["send coherent", "card-page-recycle coherent", $"card-guest-sets-no-snoop {Leak}"]
            },
            {
                "A scenario in which the device comes to a guest that does not declare it",
                Disabled.Replace(" assign = [card via space] ", " ", StringComparison.Ordinal)
                    + "scenario s {\n  attach card to space\n  kvm add card to vm\n}\n",
                ["card-page-recycle coherent", $"card-guest-sets-no-snoop {Leak}"]
            },
            {
                "A scenario in which nobody gets it",
                Disabled + "scenario s {\n  set card no_snoop enabled by host\n}\n",
                ["card-page-recycle error", "card-guest-sets-no-snoop error"]
            },
        };

    [Theory]
    [MemberData(nameof(Machines))]
    public void Whoever_uses_a_device_its_machine_is_checked(string what, string text, string[] expected)
    {
        Assert.NotEmpty(what);
        Assert.Equal(
            expected,
            Checked
                .Text(text)
                .System.Timelines.Single()
                .Runs.Select(run => $"{run.Program.Name} {Words.Of(run.Verdict)}")
        );
    }

    [Fact]
    public void Each_can_be_expected()
    {
        var analysis = Checked.Text(
            Checked.Machine
                + """
                expect igpu-driver-to-device stale device_reads_stale
                expect igpu-device-to-driver stale
                expect igpu-page-recycle stale information_leak
                expect igpu-guest-sets-no-snoop stale information_leak
                """
        );

        Assert.All(analysis.Findings, finding => Assert.Equal(Severity.Information, finding.Severity));
        Assert.All(analysis.Expectations, answer => Assert.True(answer.Met));
    }

    [Fact]
    public void One_that_leaks_in_a_scenario_names_the_operation_after_which_it_does()
    {
        var analysis = Checked.Text(
            Disabled
                + """
                scenario visit {
                  set card no_snoop enabled by host
                  attach card to space
                  detach card from space
                }
                expect card-page-recycle coherent
                """
        );

        var finding = Assert.Single(analysis.Findings, finding => finding.Code == FindingCode.Stale);
        Assert.Equal(
            "built-in program `card-guest-sets-no-snoop`: where the guest turns Enable No Snoop on, `card` reads what "
                + "`buffer` held before it was recycled (shortest run: 2 steps) (in scenario `visit`)",
            finding.Message
        );
        Assert.Contains(
            finding.Related,
            place =>
                analysis.Tree.Text.Content[place.Where.Span.Start..].StartsWith("attach card", StringComparison.Ordinal)
        );
    }

    /// <summary>Of a leak one finding: the program's own before the check, the device's before the guest's.</summary>
    [Theory]
    [InlineData("", "igpu-page-recycle")]
    [InlineData(
        "program leak in vm using igpu {\n  buffer page = 4KiB wb\n  recycle page\n  dma read page no_snoop\n}\n",
        "page` held"
    )]
    public void A_leak_is_told_once(string program, string told)
    {
        var analysis = Checked.Text(Checked.Machine + program);

        var leak = Assert.Single(
            analysis.Findings,
            finding => finding.Run?.Verdict.Hazard == Simulation.Topology.Hazard.InformationLeak
        );
        Assert.Contains(told, leak.Message, StringComparison.Ordinal);
    }

    /// <summary>The guest would turn it on again.</summary>
    [Theory]
    [InlineData("")]
    [InlineData(
        "program leak in vm using igpu {\n  buffer page = 4KiB wb\n  recycle page\n  dma read page no_snoop\n}\n"
    )]
    public void A_bit_that_is_off_does_not_mend_a_leak(string program)
    {
        var analysis = Checked.Text(Checked.Machine + program);
        var leak = Assert.Single(
            analysis.Findings,
            finding => finding.Run?.Verdict.Hazard == Simulation.Topology.Hazard.InformationLeak
        );

        Assert.DoesNotContain(
            analysis.Remedies.For(leak, CancellationToken.None),
            remedy => remedy.Text.Contains("disabled", StringComparison.Ordinal)
        );
        Assert.Equal(
            analysis.Remedies.For(leak, CancellationToken.None).Select(remedy => remedy.Text),
            analysis.Remedies.For(leak.Run!, CancellationToken.None).Select(remedy => remedy.Text)
        );
    }

    [Theory]
    [InlineData(
        "program [|igpu-page-recycle|] in vm using igpu { buffer b = 4KiB wb }",
        "TOPO2001",
        "is the name of a built-in program of the device `igpu`"
    )]
    [InlineData("expect [|igpu-page-recyle|] coherent", "TOPO2002", "did you mean `igpu-page-recycle`?")]
    [InlineData("expect [|ipgu-page-recycle|] coherent", "TOPO2002", "did you mean `igpu-page-recycle`?")]
    [InlineData("expect [|igpu-guest-sets-nosnoop|] coherent", "TOPO2002", "did you mean `igpu-guest-sets-no-snoop`?")]
    [InlineData(
        "program p in vm using igpu { buffer b = 4KiB wb }\nexpect [|igpu-driver-to-device|] coherent",
        "TOPO2002",
        "`igpu` has no such built-in program: only a device has it that is assigned or attached, that no program uses"
    )]
    [InlineData(
        "device nic behind gfx { bus = pcie 0000:05:00.0 }\nexpect [|nic-page-recycle|] coherent",
        "TOPO2002",
        "`nic` has no such built-in program"
    )]
    [InlineData("scenario s {\n  run [|igpu-page-recycle|]\n}", "TOPO2002", "a scenario cannot run it")]
    public void A_name_that_means_none_is_an_error(string marked, string code, string message)
    {
        var start = marked.IndexOf("[|", StringComparison.Ordinal);
        var length = marked.IndexOf("|]", StringComparison.Ordinal) - start - 2;
        var text = marked.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);

        var finding = Assert.Single(
            Checked.Text(Checked.Machine + text).Findings,
            finding => finding.Severity == Severity.Error && finding.Code != FindingCode.UnmetExpectation
        );

        Assert.Equal(code, finding.Code.Id);
        Assert.Equal(Checked.Machine.Length + start, finding.Where.Span.Start);
        Assert.Equal(length, finding.Where.Span.Length);
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
    }
}
