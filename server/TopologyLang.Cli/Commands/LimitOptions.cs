using System.CommandLine;
using System.Globalization;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Syntax;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Cli.Commands;

/// <summary>How much the checker may do, as options of a command.</summary>
internal sealed class LimitOptions
{
    private const long LeastMemory = 1L << 20;
    private const int MostThreads = 256;
    private const int MostSeconds = 1_000_000;

    private readonly Option<long?> maxStates = Of<long?>(
        "--max-states",
        "Give up a program as undecided after so many states.",
        "a number from 1, such as 2000000",
        text => Number(text) is > 0 and var states ? states : null
    );

    private readonly Option<long?> maxMemory = Of<long?>(
        "--max-memory",
        "Give up a program as undecided before its search takes more memory than this, such as 512MiB.",
        "a size from 1MiB, such as 512MiB or 2GiB",
        text =>
            Numbers.TryParseSize(text, out var bytes) && bytes is >= LeastMemory and <= long.MaxValue
                ? (long)bytes
                : null
    );

    private readonly Option<int?> threads = Of<int?>(
        "--threads",
        "Threads for one long search; the answer is the same with any number.",
        string.Create(CultureInfo.InvariantCulture, $"a number from 1 to {MostThreads}"),
        text => Number(text) is > 0 and <= MostThreads and var count ? (int)count : null
    );

    private readonly Option<int?> maxSeconds = Seconds();

    public void AddTo(Command command)
    {
        command.Add(maxSeconds);
        command.Add(maxStates);
        command.Add(maxMemory);
        command.Add(threads);
    }

    public AnalysisOptions Of(ParseResult parsed) =>
        AnalysisOptions.Default with
        {
            Limits = new SearchLimits(parsed.GetValue(maxStates) ?? SearchLimits.Default.States)
            {
                Memory = parsed.GetValue(maxMemory) ?? SearchLimits.Default.Memory,
                Threads = parsed.GetValue(threads) ?? SearchLimits.Default.Threads,
            },
            Time = TimeOf(parsed, maxSeconds),
        };

    /// <summary>The limit of time, for a command that has no other one.</summary>
    public static Option<int?> Seconds() =>
        Of<int?>(
            "--max-seconds",
            "Give up a file after so many seconds.",
            string.Create(CultureInfo.InvariantCulture, $"a number from 1 to {MostSeconds}"),
            text => Number(text) is > 0 and <= MostSeconds and var seconds ? (int)seconds : null
        );

    public static TimeSpan TimeOf(ParseResult parsed, Option<int?> seconds) =>
        parsed.GetValue(seconds) is { } given ? TimeSpan.FromSeconds(given) : AnalysisOptions.Default.Time;

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <param name="needed">What it takes, for the message.</param>
    /// <param name="parse">Null where the text is none of that.</param>
    private static Option<T?> Of<T>(string name, string description, string needed, Func<string, T?> parse) =>
        new(name)
        {
            Description = description,
            CustomParser = result =>
            {
                var value = parse(result.Tokens[0].Value);
                if (value is null)
                {
                    result.AddError($"{name} needs {needed}; '{result.Tokens[0].Value}' is none");
                }

                return value;
            },
        };
}
