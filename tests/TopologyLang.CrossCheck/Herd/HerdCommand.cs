using System.Globalization;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.CrossCheck.Herd;

/// <summary>Compares with herd7 by hand.</summary>
internal static class HerdCommand
{
    private static readonly Architecture[] All = [.. Enum.GetValues<Architecture>().Where(Translates)];

    /// <param name="arguments">
    /// An architecture or <c>all</c>; how many random programs of each and their seed, or a folder of programs.
    /// </param>
    /// <returns>The exit code; null: the arguments are not understood.</returns>
    public static int? Run(string[] arguments)
    {
        var which = arguments.ElementAtOrDefault(0) ?? "all";
        Architecture[] architectures =
            which == "all" ? All
            : Enum.TryParse<Architecture>(which, ignoreCase: true, out var one) && Translates(one) ? [one]
            : [];
        if (architectures.Length == 0 || Samples(arguments) is not { } samples)
        {
            return null;
        }

        if (HerdRun.WhyNot() is { } whyNot)
        {
            Console.WriteLine(whyNot);
            return 0;
        }

        var tallies = architectures
            .Select(architecture => Compare(architecture, HerdComparison.Of(samples(architecture))))
            .ToList();
        return tallies.TrueForAll(tally => tally.Differences.Count == 0) ? 0 : 1;
    }

    private static bool Translates(Architecture architecture) => LitmusDialect.Of(architecture) is not null;

    /// <returns>Null: the arguments are not understood.</returns>
    private static Func<Architecture, IEnumerable<OrderSample>>? Samples(string[] arguments)
    {
        var (programs, seed) = (arguments.ElementAtOrDefault(1) ?? "100", arguments.ElementAtOrDefault(2) ?? "1");
        if (Directory.Exists(programs))
        {
            return architecture => OrderSample.OfFolder(programs, architecture);
        }

        return Number(programs) is { } count && Number(seed) is { } start
            ? architecture => new OrderSamples(architecture, start).All().Take(count)
            : null;
    }

    private static HerdTally Compare(Architecture architecture, HerdTally tally)
    {
        tally.Differences.Take(10).ToList().ForEach(Console.WriteLine);
        var answers = tally.Compared.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} {pair.Key}");
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{architecture}: {tally.Compared.Values.Sum()} programs compared ({string.Join(", ", answers)}), "
                    + $"{tally.OfThree} of three actors, {tally.Exact} by the whole set of outcomes; "
                    + $"{tally.Differences.Count} differ"
            )
        );
        foreach (var (reason, count) in tally.LeftOut)
        {
            Console.WriteLine($"  not compared: {reason} ({count})");
        }

        return tally;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
