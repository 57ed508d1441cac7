using System.Globalization;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// Four times as much of anything costs about four times as much work. Work is counted in bytes that the analysis
/// allocates, which, other than time, is the same on a machine that has other things to do.
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
    };

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
        var (once, each) = Things[kind];
        var text =
            once
            + "\n"
            + string.Join(
                '\n',
                Enumerable
                    .Range(0, count)
                    .Select(i => each.Replace("#", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
            )
            + (once.EndsWith('{') ? "\n}" : "");
        var tree = SyntaxTree.Parse(SourceText.From(text));
        var before = GC.GetTotalAllocatedBytes(precise: true);
        new Analyzer(AnalysisOptions.Default).Analyze(
            "a.topo",
            tree,
            (_, import) => new ImportedFile(import, null, "does not exist"),
            CancellationToken.None
        );
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}

/// <summary>Alone: what other tests allocate meanwhile would be counted too.</summary>
[CollectionDefinition(nameof(GrowthTests), DisableParallelization = true)]
public sealed class GrowthTestsAlone;
