using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Analysis.Tests.Remedies;

public class RemedyTests
{
    private const string ColdRead = """
        program p in vm using card {
          buffer b = 4KiB wb
          cpu 0 write b
          cpu 0 wbinvd
          dma read b no_snoop
        }

        """;

    /// <summary>
    /// A file with one fault, and a remedy that must be among those that are offered: its kind and its text.
    /// </summary>
    public static TheoryData<string, string, string, string> Offered =>
        new()
        {
            {
                "KVM was never told of the device",
                """
                    host desk { kernel = 6.8 }
                    iommu gfx on desk { model = intel_vtd  snoop_control = no }
                    device card behind gfx { bus = pcie 0000:00:02.0  no_snoop = used }
                    domain space on desk { api = vfio_type1  attach = [card] }
                    guest vm on desk { assign = [card via space]  kvm_vfio = no }

                    """ + ColdRead,
                "Replace",
                "kvm_vfio = yes"
            },
            {
                "KVM was told and then untold, in a scenario",
                """
                    host desk { kernel = 6.8 }
                    iommu gfx on desk { model = intel_vtd  snoop_control = no }
                    device card behind gfx { bus = pcie 0000:00:02.0  no_snoop = used }
                    domain space on desk { api = vfio_type1 }
                    guest vm on desk { assign = [card via space] }
                    scenario unplug {
                      attach card to space
                      run p
                    }

                    """ + ColdRead,
                "Insert",
                "kvm add card to vm"
            },
            {
                "AMD's second format has no bit that forces snooping",
                """
                    host desk { vendor = amd  kernel = 6.14 }
                    iommu unit on desk { model = amd_vi  page_table = v2 }
                    device card behind unit { bus = pcie 0000:00:02.0  no_snoop = used }
                    domain space on desk { api = vfio_type1  attach = [card] }
                    guest vm on desk { assign = [card via space] }
                    program p in vm using card {
                      buffer b = 4KiB wb
                      cpu 0 write b
                      dma read b no_snoop
                    }

                    """,
                "Replace",
                "page_table = v1"
            },
            {
                "Interrupts are not isolated: the unit can",
                """
                    host desk { kernel = 6.8 }
                    iommu unit on desk { model = intel_vtd  interrupt_remapping = no }
                    device card behind unit { bus = pcie 0000:00:02.0  no_snoop = hardwired_zero }
                    domain space on desk { api = vfio_type1  attach = [card] }
                    program p on desk using card { buffer b = 4KiB wb }

                    """,
                "Replace",
                "interrupt_remapping = yes"
            },
            {
                "Interrupts are not isolated: the user takes the risk",
                """
                    host desk { kernel = 6.8 }
                    iommu unit on desk { model = intel_vtd  interrupt_remapping = no }
                    device card behind unit { bus = pcie 0000:00:02.0  no_snoop = hardwired_zero }
                    domain space on desk { api = vfio_type1  attach = [card] }
                    program p on desk using card { buffer b = 4KiB wb }

                    """,
                "Set",
                "allow_unsafe_interrupts = yes"
            },
            {
                "The host holds another device of the group",
                """
                    host desk { kernel = 6.8 }
                    iommu unit on desk { model = intel_vtd  snoop_control = yes }
                    device card behind unit { bus = pcie 0000:00:02.0  no_snoop = hardwired_zero  group = g }
                    device sound behind unit { bus = pcie 0000:00:02.1  no_snoop = hardwired_zero  group = g  bound = snd_hda_intel }
                    domain space on desk { api = vfio_type1  attach = [card] }
                    program p on desk using card { buffer b = 4KiB wb }

                    """,
                "Replace",
                "bound = vfio-pci"
            },
            {
                "Three frames, and none is flushed",
                """
                    host desk { kernel = 6.8 }
                    iommu gfx on desk { model = intel_vtd  snoop_control = no }
                    device card behind gfx { bus = pcie 0000:00:02.0  no_snoop = used }
                    domain space on desk { api = vfio_type1  attach = [card] }
                    guest vm on desk { assign = [card via space] }
                    program p in vm using card {
                      buffer b = 4KiB wb
                      cpu 0 write b
                      dma read b no_snoop
                      cpu 0 write b
                      dma read b no_snoop
                      cpu 0 write b
                      dma read b no_snoop
                    }

                    """,
                "Insert",
                "cpu 0 clflush b; cpu 0 clflush b; cpu 0 clflush b"
            },
        };

    [Theory]
    [MemberData(nameof(Offered))]
    public void A_remedy_is_offered_and_mends_the_file(string what, string text, string kind, string remedy)
    {
        Assert.NotEmpty(what);
        var analysis = Checked.Text(text);
        var finding = Checked
            .Findings(analysis)
            .First(finding => !finding.Faults.IsEmpty && finding.Code != FindingCode.BeliefDiffers);
        var offered = analysis.Remedies.For(finding, CancellationToken.None);
        var found = offered.FirstOrDefault(one => one.Text == remedy);
        Assert.True(found is not null, $"offered: {string.Join(" | ", offered.Select(one => one.Text))}");

        var mended = Checked.Text(found.ApplyTo(analysis.Path, text));

        Assert.Equal(kind, found.Kind.ToString());
        Assert.DoesNotContain(
            Checked.Findings(mended),
            other => other.Faults.Any(fault => finding.Faults.Any(one => one.Key == fault.Key))
        );
        Assert.DoesNotContain(
            Checked.Findings(mended),
            other =>
                other.Severity < Severity.Information && !analysis.Findings.Any(old => old.Message == other.Message)
        );
    }

    /// <summary>A property is written the way in which the declaration is laid out.</summary>
    [Theory]
    [InlineData("host h { kernel = 6.8 }\n", "host h { kernel = 6.8  cpus = 4 }\n")]
    [InlineData("host h { }\n", "host h { cpus = 4 }\n")]
    [InlineData("host h {}\n", "host h { cpus = 4 }\n")]
    [InlineData("host h {\n  kernel = 6.8 // old\n}\n", "host h {\n  kernel = 6.8 // old\n  cpus = 4\n}\n")]
    [InlineData("host h {\r\n  kernel = 6.8\r\n}\r\n", "host h {\r\n  kernel = 6.8\r\n  cpus = 4\r\n}\r\n")]
    [InlineData("host h {\n  kernel = 6.8 }\n", "host h {\n  kernel = 6.8  cpus = 4 }\n")]
    [InlineData("host h { kernel = 6.8  cpus = 2 }\n", "host h { kernel = 6.8  cpus = 4 }\n")]
    public void A_property_is_written_into_its_declaration(string before, string after)
    {
        var analysis = Checked.Text(before);
        var (kind, edit) = new FileEdits(analysis.Binding).Property(DeclarationKind.Host, "h", "cpus", "4")!.Value;

        var text = new Remedy(kind, [edit], "").ApplyTo(analysis.Path, before);

        Assert.Equal(after, text);
        Assert.Equal(4, Checked.Text(text).Binding.Topology.Hosts.Single().Cpus);
    }

    /// <summary>
    /// An older kernel would take the camera; but there iommufd is missing, which another device of the file needs.
    /// </summary>
    [Theory]
    [InlineData("vfio_type1", true)]
    [InlineData("iommufd", false)]
    public void A_remedy_that_brings_another_fault_is_not_offered(string api, bool offered)
    {
        var analysis = Checked.Text(
            $$"""
            host board { arch = arm64  kernel = 6.12 }
            iommu plain on board { model = arm_smmu_v3  coherent_walk = no }
            iommu smmu on board { model = arm_smmu_v3 }
            device camera behind plain { bus = pcie 0001:01:00.0  no_snoop = hardwired_zero  dma_coherent = yes }
            device nic behind smmu { bus = pcie 0002:01:00.0  no_snoop = hardwired_zero  dma_coherent = yes }
            domain camera_space on board { api = vfio_type1  attach = [camera] }
            domain nic_space on board { api = {{api}}  attach = [nic] }
            """
        );

        var texts = analysis
            .Remedies.For(Checked.Single(analysis, FindingCode.RefusedOperation), CancellationToken.None)
            .Select(remedy => remedy.Text);

        Assert.Equal(offered, texts.Contains("kernel = 6.0"));
    }

    /// <summary>
    /// In the other domain the card finds an API that its kernel has; but behind its unit nothing enforces, which
    /// spoils that domain.
    /// </summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("expect other enforced yes", false)]
    public void A_remedy_that_breaks_an_expectation_that_all_is_well_is_not_offered(string expectation, bool offered)
    {
        var analysis = Checked.Text(
            $$"""
            host desk { kernel = 6.0 }
            iommu main on desk { model = intel_vtd  snoop_control = yes }
            iommu gfx on desk { model = intel_vtd  snoop_control = no }
            device card behind gfx { bus = pcie 0000:00:02.0  no_snoop = hardwired_zero }
            device nic behind main { bus = pcie 0000:03:00.0  no_snoop = hardwired_zero }
            domain space on desk { api = iommufd  attach = [card] }
            domain other on desk { api = vfio_type1  attach = [nic] }
            {{expectation}}
            """
        );

        var texts = analysis
            .Remedies.For(Checked.Single(analysis, FindingCode.RefusedOperation), CancellationToken.None)
            .Select(remedy => remedy.Text);

        Assert.Equal(offered, texts.Contains("attach = []; attach = [nic, card]"));
    }

    [Fact]
    public void A_remedy_names_the_expectations_that_it_makes_untrue()
    {
        var analysis = Checked.Text(
            Checked.Machine
                + """
                program p in vm using igpu {
                  buffer fb = 4KiB wb
                  cpu 0 write fb
                  dma read fb no_snoop
                }
                expect p stale device_reads_stale
                """
        );

        Assert.All(
            analysis.Remedies.For(Checked.Single(analysis, FindingCode.Stale), CancellationToken.None),
            remedy => Assert.Equal("p stale device_reads_stale", Assert.Single(remedy.Outdated))
        );
    }

    [Fact]
    public void A_remedy_may_belong_into_an_imported_file()
    {
        const string Machine =
            "host desk { kernel = 6.8 }\niommu gfx on desk { model = intel_vtd  snoop_control = no }\n"
            + "device igpu behind gfx { bus = pcie 0000:00:02.0  no_snoop = used }\n";
        var analysis = Imported(Machine);
        var stale = Checked.Findings(analysis).First(finding => finding.Code == FindingCode.Stale);

        var remedy = analysis
            .Remedies.For(stale, CancellationToken.None)
            .Single(remedy => remedy.Text == "no_snoop = disabled");
        var mended = remedy.ApplyTo("machine.topo", Machine);

        Assert.Equal("machine.topo", Assert.Single(remedy.Edits).Where.Path);
        Assert.DoesNotContain(Checked.Findings(Imported(mended)), finding => finding.Code == FindingCode.Stale);

        static FileAnalysis Imported(string machine) =>
            new Analyzer(AnalysisOptions.Default).Analyze(
                "main.topo",
                SyntaxTree.Parse(
                    SourceText.From(
                        "import \"machine.topo\"\ndomain space on desk { api = vfio_type1  attach = [igpu] }\n"
                            + "program p on desk using igpu {\n  buffer b = 4KiB wb\n  cpu 0 write b\n  dma read b "
                            + "no_snoop\n}\n"
                    )
                ),
                (_, import) => new ImportedFile(import, SyntaxTree.Parse(SourceText.From(machine)), null),
                CancellationToken.None
            );
    }

    [Fact]
    public void A_search_can_be_cancelled()
    {
        var analysis = Checked.Program("buffer fb = 4KiB wb\ncpu 0 write fb\ndma read fb no_snoop");

        Assert.Throws<OperationCanceledException>(() =>
            analysis.Remedies.For(Checked.Single(analysis, FindingCode.Stale), new CancellationToken(canceled: true))
        );
    }
}
