using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Terms;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Tests;

/// <summary>One example a rule: a text, and the findings that it gives with the text at which each stands.</summary>
public class RuleTests
{
    [Fact]
    public void A_refused_attach_stands_at_the_device_in_the_list_with_errno_and_version()
    {
        var analysis = Checked.Text(
            """
            host desk { kernel = 6.8 }
            device card on desk { bus = pcie 0000:03:00.0  no_snoop = enabled }
            domain space on desk { api = vfio_type1  attach = [card] }
            """
        );

        var finding = Checked.Single(analysis, FindingCode.RefusedOperation);

        Assert.Equal("error TOPO3001 card", Checked.Lines(analysis).First());
        Assert.StartsWith(
            "attaching `card` to `space` fails with EINVAL on Linux 6.8: ",
            finding.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(finding.Chain, reason => reason.Source?.Contains("vfio", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void A_foretold_refusal_is_information()
    {
        var analysis = Checked.Text(
            """
            host desk { kernel = 6.8 }
            iommu main on desk { model = intel_vtd  interrupt_remapping = no }
            device card behind main { bus = pcie 0000:03:00.0  no_snoop = hardwired_zero }
            domain space on desk { api = vfio_type1 }
            scenario s { attach card to space }
            expect attach card to space fails EPERM
            """
        );

        Assert.Equal(["information TOPO3001 attach card to space"], Checked.Lines(analysis));
    }

    [Fact]
    public void A_guests_program_without_its_device_cannot_run()
    {
        var analysis = Checked.Text(
            Checked.Machine
                + """
                program p in vm using igpu {
                  buffer b = 4KiB wb
                  dma read b
                }
                scenario s {
                  run p
                }
                """
        );

        Assert.Equal(["error TOPO4003 run p"], Checked.Lines(analysis));
        Assert.Equal("error", Words.Of(analysis.System.RunsOf("p").Single().Run.Verdict));
    }

    [Theory]
    [InlineData("no_snoop = hardwired_zero", "hardwired to 0")]
    [InlineData("no_snoop = disabled", "is 0 here")]
    public void A_no_snoop_that_cannot_be_set_is_an_ordinary_access(string property, string why)
    {
        var analysis = Checked.Text(
            Checked.Machine.Replace("no_snoop = used", property, StringComparison.Ordinal)
                + """
                program p in vm using igpu {
                  buffer b = 4KiB wb
                  cpu 0 write b
                  dma read b no_snoop
                }
                """
        );

        Assert.Equal(["information TOPO4004 dma read b no_snoop"], Checked.Lines(analysis));
        Assert.Contains(why, Checked.Single(analysis, FindingCode.OrdinaryAccess).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_guest_whose_kvm_was_told_nothing_is_believed_coherent()
    {
        var analysis = Checked.Text(
            Checked.Machine.Replace("[igpu via space]", "[igpu via space]  kvm_vfio = no", StringComparison.Ordinal)
                + """
                program p in vm using igpu { buffer b = 4KiB wb }
                """
        );

        Assert.Equal(["warning TOPO3002 igpu"], Checked.Lines(analysis));
        Assert.Contains(
            "KVM does not know of igpu",
            Checked.Single(analysis, FindingCode.BeliefDiffers).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_unmet_expectation_says_what_was_found()
    {
        var analysis = Checked.Text(
            Checked.Machine
                + """
                program p in vm using igpu { buffer b = 4KiB wb }
                expect igpu in box 1
                expect space enforced yes
                expect vm wbinvd nop
                expect attach igpu to space fails EINVAL
                """
        );

        Assert.Equal(
            [
                "expected igpu in box 1, found: in box 3",
                "expected space enforced yes, found: not enforced",
                "expected vm wbinvd nop, found: emulated",
                "expected attach igpu to space fails EINVAL, found: ok",
            ],
            Checked.Findings(analysis).Select(finding => finding.Message)
        );
    }

    [Theory]
    [InlineData("host h { }\nguest g on h { }\nhost inner in g { }")]
    [InlineData("host h { }\nguest g on h { viommu = virtio }")]
    [InlineData("host h { }\ndomain s on h { api = sva }")]
    [InlineData("host h { }\ndevice d on h { bus = pcie 0000:01:00.0  ats = yes  pasid = yes }")]
    [InlineData("host h { }\ndomain s on h { api = iommufd  map = [cached] }")]
    public void A_declaration_alone_is_no_unknown_answer(string text) =>
        Assert.Empty(Checked.Lines(Checked.Text(text)));

    [Fact]
    public void An_operation_without_an_answer_says_so_where_it_stands() =>
        Assert.Contains(
            "warning TOPO9003 nic",
            Checked.Lines(
                Checked.Text(
                    """
                    host h { arch = arm64  kernel = 5.15  allow_unsafe_interrupts = yes }
                    iommu i on h { model = mtk }
                    device nic behind i { }
                    domain s on h { api = vfio_type1  attach = [nic] }
                    """
                )
            )
        );

    /// <summary>Nobody has read what it does, and the oldest version that was read does not stand for it.</summary>
    [Theory]
    [InlineData("5.14.21")]
    [InlineData("5.10")]
    [InlineData("4.19")]
    public void Of_a_kernel_older_than_what_is_known_nothing_is_said(string kernel)
    {
        var analysis = Checked.Text(
            Checked.Machine.Replace("kernel = 6.8", $"kernel = {kernel}", StringComparison.Ordinal)
                + """
                expect attach igpu to space ok
                expect space enforced no
                expect igpu in box 3
                expect vm wbinvd emulated
                """
        );

        Assert.Contains($"warning TOPO2016 {kernel}", Checked.Lines(analysis));
        Assert.Equal(
            ["unknown", "not known", "not known", "not known"],
            analysis.Expectations.Select(answer => answer.Found)
        );
        Assert.All(
            analysis.System.Timelines[0].Runs,
            run => Assert.Equal((VerdictKind.Undecided, true), (run.Verdict.Kind, run.Path.NotKnown is not null))
        );
        Assert.Equal(kernel, analysis.System.Timelines[0].Kernel.Operations[0].Kernel.ToString());
    }

    [Fact]
    public void A_coherent_verdict_over_an_error_is_no_verdict()
    {
        var analysis = Checked.Text(
            """
            host desk { kernel = 6.8 }
            iommu main on desk { model = intel_vtd  snoop_control = perhaps }
            device card behind main { bus = pcie 0000:03:00.0  no_snoop = used }
            domain space on desk { api = vfio_type1  attach = [card] }
            program p on desk using card {
              buffer b = 4KiB wb
              cpu 0 write b
              dma read b no_snoop
            }
            """
        );

        var verdict = analysis.System.RunsOf("p").Single().Run.Verdict;

        Assert.Equal("undecided", Words.Of(verdict));
        Assert.Equal("the iommu `main` has an error, so what it is taken for may be wrong", verdict.Why!.Text);
        Assert.Equal(["error"], Checked.Lines(analysis).Select(line => line.Split(' ')[0]));
    }

    /// <summary>A brace too early cuts a program short: what is left of it is coherent, but was not meant.</summary>
    [Theory]
    [InlineData("}\ndma read b no_snoop\n}\n", "undecided")]
    [InlineData("}\n\n// lost\ndma read b no_snoop\n}\n", "undecided")]
    [InlineData("}\nhost other { kernel = }\n", "coherent")]
    public void A_program_before_something_that_is_nothing_has_no_verdict(string rest, string verdict)
    {
        var analysis = Checked.Text(
            Checked.Machine + "program p in vm using igpu {\n  buffer b = 4KiB wb\n  cpu 0 write b\n" + rest
        );

        Assert.Equal(verdict, Words.Of(analysis.System.RunsOf("p").Single().Run.Verdict));
    }

    /// <summary>
    /// AMD's and Arm's caches may pass a dirty line on, so the cache of one CPU is not all that has to be emptied.
    /// </summary>
    [Theory]
    [InlineData("vendor = amd", "cpu 0 wbinvd", "warning TOPO4005 cpu 0 wbinvd")]
    [InlineData("vendor = amd", "cpu all wbinvd", "")]
    [InlineData("vendor = amd", "cpu 0 clflush b", "")]
    [InlineData("vendor = intel", "cpu 0 wbinvd", "")]
    [InlineData("arch = arm64", "cpu 0 dc_cisw", "warning TOPO4005 cpu 0 dc_cisw")]
    public void Coherent_by_emptying_one_cache_is_coherent_in_the_default_model_only(
        string host,
        string maintenance,
        string expected
    )
    {
        var analysis = Checked.Text(
            $$"""
            host desk { {{host}} }
            device card on desk { bus = pcie 0000:03:00.0  no_snoop = used }
            program p on desk using card {
              buffer b = 4KiB wb
              cpu 0 write b
              {{maintenance}}
              dma read b no_snoop
            }
            """
        );

        Assert.Equal("coherent", Words.Of(analysis.System.RunsOf("p").Single().Run.Verdict));
        Assert.Equal(expected, string.Join(", ", Checked.Lines(analysis)));
    }

    [Theory]
    [InlineData("x86_64", "dc_civac b")]
    [InlineData("arm64", "clflush b")]
    public void An_instruction_that_the_cpu_does_not_have_repairs_nothing(string arch, string instruction)
    {
        var analysis = Checked.Text(
            $$"""
            host desk { arch = {{arch}} }
            device card on desk { bus = pcie 0000:03:00.0  no_snoop = used }
            program p on desk using card {
              buffer b = 4KiB wb
              cpu 0 write b
              cpu 0 {{instruction}}
              cpu 0 fence
              dma read b no_snoop
            }
            """
        );

        Assert.Equal("error", Words.Of(analysis.System.RunsOf("p").Single().Run.Verdict));
        Assert.Contains("error TOPO4003 p", Checked.Lines(analysis));
        Assert.Contains(
            instruction.Split(' ')[0],
            Checked.Single(analysis, FindingCode.CannotRun).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_is_not_known_meets_no_expectation()
    {
        var analysis = Checked.Text(
            """
            host h { arch = arm64  kernel = 5.15  allow_unsafe_interrupts = yes }
            iommu i on h { model = mtk }
            device nic behind i { }
            domain space on h { api = vfio_type1  attach = [nic] }
            host desk { vendor = acme }
            guest vm on desk { }
            expect vm wbinvd nop
            expect space enforced no
            """
        );

        Assert.Equal(["not known", "not known"], analysis.Expectations.Select(answer => answer.Found));
        Assert.All(analysis.Expectations, answer => Assert.False(answer.Met));
    }

    /// <summary>With a scenario nothing is set up by itself, and this one is left out for its mistake.</summary>
    [Fact]
    public void What_was_never_simulated_meets_no_expectation()
    {
        var analysis = Checked.Text(
            Checked.Machine
                + """
                scenario s { atach igpu to space }
                expect igpu in box 3
                expect space enforced no
                expect vm wbinvd nop
                """
        );

        Assert.Equal(3, analysis.Expectations.Length);
        Assert.All(analysis.Expectations, answer => Assert.False(answer.Met));
        Assert.All(
            analysis.Expectations,
            answer =>
                Assert.StartsWith(
                    "never simulated: line 6 is not understood (expected ",
                    answer.Found,
                    StringComparison.Ordinal
                )
        );
    }

    /// <summary>Behind a unit that blocks no-snoop only the device's own translations leave room for it.</summary>
    [Theory]
    [InlineData("no", "coherent")]
    [InlineData("yes", "stale device_reads_stale")]
    public void No_snoop_of_a_device_with_ATS_is_explored_both_ways(string deviceTlb, string verdict)
    {
        var analysis = Checked.Text(
            $$"""
            host desk { kernel = 6.8 }
            iommu unit on desk { model = intel_vtd  snoop_control = yes  device_tlb = {{deviceTlb}} }
            device gpu behind unit { bus = pcie 0000:01:00.0  no_snoop = used  ats = yes }
            domain space on desk { api = vfio_type1 }
            guest vm on desk { assign = [gpu via space] }
            program p in vm using gpu {
              buffer b = 4KiB wb
              cpu 0 write b
              dma read b no_snoop
            }
            expect gpu in box 1
            """
        );

        Assert.Equal(verdict, Words.Of(analysis.System.RunsOf("p").Single().Run.Verdict));
        Assert.Equal(deviceTlb == "no" ? "in box 1" : "not known", analysis.Expectations.Single().Found);
    }

    [Fact]
    public void Syntax_errors_of_an_imported_file_are_shown_in_that_file()
    {
        var analysis = new Analyzer(AnalysisOptions.Default).Analyze(
            "a.topo",
            SyntaxTree.Parse(SourceText.From("import \"b.topo\"\n")),
            (_, import) => new ImportedFile(import, SyntaxTree.Parse(SourceText.From("host {\n")), null),
            CancellationToken.None
        );

        Assert.NotEmpty(analysis.Findings);
        Assert.All(analysis.Findings, finding => Assert.Equal("b.topo", finding.Where.Path));
    }
}
