using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Coherence.Checking;
using TopologyLang.Simulation.Coherence.Order;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.CrossCheck.Herd;

/// <summary>
/// A classical shape with the device as one side, from a file of the folder Shapes. The file has a barrier at each
/// place where one may be needed.
/// </summary>
/// <param name="Title">The comment above the program, up to its first full stop or colon.</param>
internal sealed partial record Shape(string Title, string Text)
{
    private static readonly ImmutableArray<BarrierKind?> Candidates =
    [
        null,
        .. Barriers.WeakestFirst.Select(kind => (BarrierKind?)kind),
    ];

    /// <param name="folder">Of the files.</param>
    public static ImmutableArray<Shape> All(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*.topo")
                .Order(StringComparer.Ordinal)
                .Select(file => Of(File.ReadAllText(file))),
        ];

    /// <summary>The actors with their accesses, as a table has it: <c>cpu 0: W x, W y; dma: ? y, R x</c>.</summary>
    public string Accesses =>
        string.Join(
            "; ",
            Statement()
                .Matches(Text)
                .Where(match => !match.Groups["verb"].Value.StartsWith("barrier", StringComparison.Ordinal))
                .GroupBy(match => match.Groups["actor"].Value)
                .Select(actor => $"{actor.Key}: {string.Join(", ", actor.Select(Short))}")
        );

    /// <summary>On the machine of an architecture, without barriers.</summary>
    public OrderSample Plain(Architecture architecture) =>
        With(architecture, [.. Places.Select(_ => (BarrierKind?)null)]);

    /// <summary>Every way to put barriers into its places, the weakest ones first.</summary>
    public IEnumerable<(ImmutableArray<BarrierKind?> Kinds, OrderSample Sample)> WithBarriers(
        Architecture architecture
    ) => Choices().OrderBy(Weight).Select(kinds => (kinds, With(architecture, kinds)));

    public static VerdictKind Check(OrderSample sample) =>
        Checker.Check(sample.Path, SearchLimits.Default, CancellationToken.None).Kind;

    private MatchCollection Places => Barrier().Matches(Text);

    private static Shape Of(string text) => new(TitleOf().Match(text).Groups["title"].Value, text);

    private OrderSample With(Architecture architecture, ImmutableArray<BarrierKind?> kinds)
    {
        var place = 0;
        var body = Barrier()
            .Replace(
                Text,
                match => kinds[place++] is { } kind ? $"{match.Groups["before"].Value}{StepNames.Of(kind)}\n" : ""
            );
        return OrderSample.Of(OrderSample.Machine(architecture) + body).First();
    }

    private IEnumerable<ImmutableArray<BarrierKind?>> Choices() =>
        Places.Aggregate<Match, IEnumerable<ImmutableArray<BarrierKind?>>>(
            [
                [],
            ],
            (chosen, _) => chosen.SelectMany(before => Candidates.Select(before.Add))
        );

    private static int Weight(ImmutableArray<BarrierKind?> kinds) => kinds.Sum(kind => Candidates.IndexOf(kind));

    private static string Short(Match statement) =>
        statement.Groups["verb"].Value switch
        {
            "write" => $"W {statement.Groups["what"].Value}",
            "read" => $"R {statement.Groups["what"].Value}",
            "wait" => $"? {statement.Groups["what"].Value}",
            var other => other,
        };

    [GeneratedRegex(@"^// (?<title>[^.:]+)")]
    private static partial Regex TitleOf();

    [GeneratedRegex(@"^(?<before> +cpu \d+ barrier )\w+\n", RegexOptions.Multiline)]
    private static partial Regex Barrier();

    [GeneratedRegex(@"^ +(?<actor>cpu \d+|dma) (?<verb>\w+) ?(?<what>\w*)", RegexOptions.Multiline)]
    private static partial Regex Statement();
}
