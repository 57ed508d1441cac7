using System.Globalization;
using TopologyLang.Analysis.Advice;
using TopologyLang.Analysis.Differences;
using TopologyLang.Analysis.Graph;
using TopologyLang.Analysis.Kernels;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Runs;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// Four times as much of anything costs about four times as much work, in the analysis and in all that is asked about
/// it. Work is counted in bytes that are allocated, which, other than time, is the same on a machine that has other
/// things to do: each record, each text and each step of a list costs some.
/// </summary>
[Collection(nameof(GrowthTests))]
public sealed class GrowthTests
{
    /// <summary>n log n, and some air for lists that double.</summary>
    private const double Most = 5.5;

    private const int Few = 250;

    private static readonly Dictionary<string, (string Once, string Each)> Things = new(StringComparer.Ordinal)
    {
        ["hosts"] = ("", "host h# { }"),
        ["devices"] = ("host h { }", "device d# on h { bus = platform }"),
        ["units with a device"] = (
            "host h { }",
            "iommu i# on h { model = intel_vtd }\ndevice d# behind i# { bus = pcie 0000:00:00.0  group = # }"
        ),
        ["unknown names"] = ("", "device d# on h# { bus = platform }"),
        ["unknown names of one kind among others"] = (
            "host h { }",
            "domain s# on h { attach = [e#] }\ndevice d# on h { bus = platform }"
        ),
        ["names twice"] = ("", "host h { }"),
        ["unknown properties"] = ("host h {", "x# = 1"),
        ["templates"] = ("host h { }", "template t# : device { bus = platform }\ndevice d# : t# on h { }"),
        ["unknown templates"] = ("host h { }", "device d# : t# on h { }"),
        ["guests"] = (
            "host h { }\niommu i on h { model = intel_vtd }",
            "device d# behind i { bus = platform }\ndomain s# on h { api = vfio_type1 }\nguest g# on h { assign = [d# "
                + "via s#] }"
        ),
        ["expectations that speak of nothing"] = ("", "expect d# in box 3"),
        ["programs"] = (
            "host h { }\ndevice d on h { bus = platform }",
            "program p# on h using d { buffer b = 4KiB wb }"
        ),
        ["mistakes"] = ("", "hots h# { }"),
        ["virtual functions"] = (
            "host h { }\niommu i on h { model = intel_vtd }\ndevice pf behind i { bus = pcie 0000:00:00.0 }",
            "device d# behind i { vf_of = pf }"
        ),
        ["hosts in guests"] = ("host h { }", "guest g# on h { }\nhost n# in g# { }"),
        ["hosts in guests of each other"] = ("host h0 { }", "guest g# on h# { }\nhost h## in g# { }"),
        ["expectations"] = (
            "host h { }\ndevice d on h { bus = platform }\ndomain s on h { api = vfio_type1  attach = [d] }",
            "expect attach d to s ENODEV"
        ),
    };

    /// <summary>
    /// What is asked about a file that is analysed. Advice tries each device under many kernels, so it is asked about
    /// fewer.
    /// </summary>
    private static readonly Dictionary<string, (int Few, Action<FileAnalysis> Ask)> Questions = new(
        StringComparer.Ordinal
    )
    {
        ["graph"] = (Few, analysis => GraphSvg.Of(Graphs.Of(analysis)[0])),
        ["runs"] = (Few, analysis => ExplainedRuns.Of(analysis)),
        ["difference"] = (Few, analysis => FileDifferences.Of(analysis, analysis)),
        ["advice"] = (FewAdvised, analysis => Advisor.Of(analysis, CancellationToken.None)),
        ["kernels"] = (FewAdvised, analysis => KernelSweep.Of(analysis, CancellationToken.None)),
    };

    private const int FewAdvised = 8;

    public static TheoryData<string, string> Asked
    {
        get
        {
            var asked = new TheoryData<string, string>();
            foreach (var question in Questions.Keys)
            {
                foreach (var kind in new[] { "devices", "units with a device", "guests", "hosts in guests" })
                {
                    asked.Add(question, kind);
                }
            }

            return asked;
        }
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public void A_question_about_four_times_as_much_is_about_four_times_the_work(string question, string kind)
    {
        var (count, ask) = Questions[question];
        Asking(ask, kind, count);
        var (few, many) = (Asking(ask, kind, count), Asking(ask, kind, 4 * count));

        Assert.True(
            many <= Faster.GetValueOrDefault(kind, Most) * few,
            string.Create(CultureInfo.InvariantCulture, $"{(double)many / few:0.0} times the work")
        );
    }

    private static long Asking(Action<FileAnalysis> ask, string kind, int count)
    {
        var analysis = Analysed(SyntaxTree.Parse(SourceText.From(Text(kind, count))));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        ask(analysis);
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    public static TheoryData<string> Kinds => [.. Things.Keys];

    /// <summary>
    /// What grows faster than it should, and how fast at most: each operation of a guest's set-up looks at all devices
    /// of its unit.
    /// </summary>
    private static readonly Dictionary<string, double> Faster = new(StringComparer.Ordinal) { ["guests"] = 7.5 };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Four_times_as_much_is_about_four_times_the_work(string kind)
    {
        Work(kind, Few);
        var (few, many) = (Work(kind, Few), Work(kind, 4 * Few));

        Assert.True(
            many <= Faster.GetValueOrDefault(kind, Most) * few,
            string.Create(CultureInfo.InvariantCulture, $"{(double)many / few:0.0} times the work")
        );
    }

    private static long Work(string kind, int count)
    {
        var text = Text(kind, count);
        var tree = SyntaxTree.Parse(SourceText.From(text));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Analysed(tree);
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private static FileAnalysis Analysed(SyntaxTree tree) =>
        new Analyzer(AnalysisOptions.Default).Analyze(
            "a.topo",
            tree,
            (_, import) => new ImportedFile(import, null, "does not exist"),
            CancellationToken.None
        );

    /// <summary>Of each thing, <c>#</c> is its number, and <c>##</c> that of the next one.</summary>
    private static string Text(string kind, int count)
    {
        var (once, each) = Things[kind];
        return once
            + "\n"
            + string.Join(
                '\n',
                Enumerable
                    .Range(0, count)
                    .Select(i =>
                        each.Replace("##", Number(i + 1), StringComparison.Ordinal)
                            .Replace("#", Number(i), StringComparison.Ordinal)
                    )
            )
            + (once.EndsWith('{') ? "\n}" : "");
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Alone: what other tests allocate meanwhile would be counted too.</summary>
[CollectionDefinition(nameof(GrowthTests), DisableParallelization = true)]
public sealed class GrowthTestsAlone;
