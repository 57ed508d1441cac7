using System.Text.RegularExpressions;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Analysis.Terms;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Tests;

/// <summary>A verdict is not coherent where anything that it depends on, however far behind, has an error.</summary>
public partial class FaultyDeclarationTests
{
    private const string Program = """
        program p in g using d {
          buffer b = 4KiB wb
          cpu 0 write b
          dma read b
        }

        """;

    private const string Machine = """
        host h { kernel = 6.17 }
        iommu i on h { model = intel_vtd  scalable_mode = yes  nested = yes }

        """;

    [Theory]
    [InlineData(
        """
            device d behind i { bus = pcie 0000:01:00.0 }
            domain base on h { api = iommufd  page_table = frist }
            domain s on h { api = iommufd  parent = base }
            guest g on h { viommu = intel_vtd  assign = [d via s] }
            """,
        "the domain `base` has an error, so what it is taken for may be wrong"
    )]
    [InlineData(
        """
            device pf behind i { bus = pcie 0000:01:00.0  no_snoop = hardwird_zero }
            device d behind i { bus = pcie 0000:01:00.1  vf_of = pf }
            domain s on h { api = vfio_type1 }
            guest g on h { assign = [d via s] }
            """,
        "the device `pf` has an error, so what it is taken for may be wrong"
    )]
    [InlineData(
        """
            device d behind i { bus = pcie 0000:01:00.0  group = pair }
            device other behind i { bus = pcie 0000:01:00.1  group = pair  bound = [none] }
            domain s on h { api = vfio_type1 }
            guest g on h { assign = [d via s] }
            """,
        "the device `other` has an error, so what it is taken for may be wrong"
    )]
    [InlineData(
        """
            device d behind i { bus = pcie 0000:01:00.0 }
            domain s on h { api = vfio_typ1 }
            guest g on h { }
            scenario later {
              attach d to s
              run p
            }
            """,
        null
    )]
    [InlineData(
        """
            device d behind i { bus = pcie 0000:01:00.0 }
            device late behind no_such_unit { bus = pcie 0000:02:00.0 }
            domain s on h { api = iommufd  attach = [late, d] }
            guest g on h { assign = [d via s] }
            """,
        "the device `late` is not understood and left out, so what it would change is not known"
    )]
    [InlineData(
        """
            device d behind i { bus = pcie 0000:01:00.0 }
            domain s on h { api = vfio_type1 }
            domain first on no_such_host { api = vfio_type1  attach = [d] }
            guest g on h { assign = [d via s] }
            """,
        "the domain `first` is not understood and left out, so what it would change is not known"
    )]
    public void A_verdict_hangs_on_what_stands_behind_its_devices(string declarations, string? why)
    {
        var verdict = Checked.Text(Machine + declarations + "\n" + Program).System.RunsOf("p").Single().Run.Verdict;

        Assert.NotEqual("coherent", Words.Of(verdict));
        Assert.Equal(why ?? verdict.Why?.Text, verdict.Why?.Text);
    }

    /// <summary>
    /// Neither a box nor what an operation came to, be it an errno, is told of a machine that is not understood.
    /// </summary>
    [Theory]
    [InlineData("kernel = v6", "model = intel_vtd", "no_snoop = used", "api = vfio_type1", "")]
    [InlineData("kernel = 6.8", "model = some_unit", "no_snoop = used", "api = vfio_type1", "")]
    [InlineData("kernel = 6.8", "model = intel_vtd", "no_snoop = sometimes", "api = vfio_type1", "")]
    [InlineData("kernel = 6.8", "model = intel_vtd", "no_snoop = used", "api = vfio", "")]
    [InlineData("kernel = 6.8", "model = intel_vtd", "no_snoop = used", "api = vfio_type1", "kvm_vfio = maybe")]
    public void Nothing_is_told_of_what_is_not_understood(
        string host,
        string unit,
        string device,
        string domain,
        string guest
    )
    {
        var analysis = Checked.Text(
            $$"""
            host h { {{host}} }
            iommu i on h { {{unit}} }
            device d behind i { bus = pcie 0000:01:00.0  {{device}} }
            domain s on h { {{domain}} }
            guest g on h { assign = [d via s]  {{guest}} }
            {{Program}}
            """
        );
        var timeline = analysis.System.Timelines.Single();

        Assert.Equal(["unknown"], timeline.Kernel.Operations.Select(one => one.Result).Distinct());
        Assert.Null(timeline.BoxOf("d").Box);
        Assert.Null(timeline.DomainOf("s").Enforced);
        Assert.NotNull(timeline.GuestOf("g").Unknown);
        Assert.All(
            timeline.BoxOf("d").Chain,
            reason => Assert.EndsWith("so what it is taken for may be wrong", reason.Text)
        );
        Assert.All(timeline.Runs, run => Assert.Equal(VerdictKind.Undecided, run.Verdict.Kind));
        Assert.Single(analysis.Findings); // the error itself
    }

    [Fact]
    public void An_error_elsewhere_leaves_the_verdict_as_it_is()
    {
        var analysis = Checked.Text(
            Machine
                + """
                device d behind i { bus = pcie 0000:01:00.0 }
                device other behind no_such_unit { bus = pcie 0000:02:00.0 }
                domain s on h { api = vfio_type1 }
                host elsewhere { arch = x86_46 }
                guest g on h { assign = [d via s] }

                """
                + Program
        );

        Assert.Equal(2, analysis.Binding.Errors.Length);
        Assert.Equal("coherent", Words.Of(analysis.System.RunsOf("p").Single().Run.Verdict));
    }

    /// <summary>Each word of each example is misspelt in turn.</summary>
    [Theory]
    [MemberData(nameof(Examples.All), MemberType = typeof(Examples))]
    public void A_misspelt_word_makes_no_run_coherent_that_was_not(string file)
    {
        var path = Path.Combine(Examples.Folder, file);
        var text = File.ReadAllText(path);
        var others = Runs(Examples.Analyse(path, SourceText.From(text)), coherent: false);
        var tried = 0;
        foreach (
            var end in Word()
                .Matches(text)
                .Where(word => word.Groups[1].Success)
                .Select(word => word.Index + word.Length)
        )
        {
            var analysis = Examples.Analyse(path, SourceText.From(text.Insert(end, "zz")));
            if (HasError(analysis))
            {
                tried++;
                Assert.Empty(
                    Runs(analysis, coherent: true)
                        .Intersect(others)
                        .Select(run => $"{text[..end].Split('\n')[^1]}zz: {run}")
                );
            }
        }

        Assert.NotEqual(0, tried);
    }

    private static List<(string? Scenario, string Program, int Run)> Runs(FileAnalysis analysis, bool coherent) =>
        [
            .. from timeline in analysis.System.Timelines
            from run in timeline.Runs
            where run.Verdict.Kind == VerdictKind.Coherent == coherent
            select (timeline.Scenario, run.Program.Name, run.Run.Run),
        ];

    private static bool HasError(FileAnalysis analysis) =>
        analysis.Binding.Errors.Any(error => error.Severity == BindingSeverity.Error)
        || analysis.Binding.Files.Any(file =>
            file.Tree.Declarations.Any(declaration => !declaration.Syntax.Errors.IsEmpty)
        );

    /// <summary>A comment, or a word outside of comments as the group.</summary>
    [GeneratedRegex(@"//.*|\b([a-z0-9][\w.:-]*)\b")]
    private static partial Regex Word();
}
