using System.Globalization;

namespace TopologyLang.Fuzz;

/// <param name="Mode">Null: random inputs; <c>soak</c> or <c>kill</c>.</param>
/// <param name="Time">How long to go on with random inputs.</param>
/// <param name="Seed">Of the first input.</param>
/// <param name="Target">Null: all, in turn.</param>
/// <param name="Once">Only the first input.</param>
/// <param name="Edits">Of a soak.</param>
/// <param name="Files">Of a soak.</param>
/// <param name="Kinds">Of requests in which a server is killed.</param>
internal sealed record Options(
    string? Mode,
    TimeSpan Time,
    int Seed,
    string? Target,
    bool Once,
    int Edits,
    int Files,
    int Kinds
)
{
    public const string Soak = "soak";
    public const string Kill = "kill";

    public const string Usage = """
        usage: dotnet run -c Release --project tests/TopologyLang.Fuzz -- [--minutes N | --seconds N] [--seed N] [--target NAME] [--once]
               dotnet run -c Release --project tests/TopologyLang.Fuzz -- soak [--edits N] [--files N] [--seed N]
               dotnet run -c Release --project tests/TopologyLang.Fuzz -- kill [--kinds N] [--seed N]
        """;

    /// <returns>Null where the words are not understood.</returns>
    public static Options? Of(string[] arguments)
    {
        var mode = arguments.FirstOrDefault() is Soak or Kill ? arguments[0] : null;
        Options? options = new(
            mode,
            TimeSpan.FromSeconds(30),
            Random.Shared.Next(),
            null,
            false,
            Edits: 100_000,
            Files: 200,
            Kinds: int.MaxValue
        );
        for (var i = mode is null ? 0 : 1; options is not null && i < arguments.Length; i++)
        {
            if (arguments[i] == "--once")
            {
                options = options with { Once = true };
            }
            else
            {
                options = options.With(arguments[i], i + 1 < arguments.Length ? arguments[++i] : "");
            }
        }

        return options;
    }

    private Options? With(string name, string value)
    {
        var number = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
            ? parsed
            : (int?)null;
        return (name, number) switch
        {
            ("--minutes", { } minutes) => this with { Time = TimeSpan.FromMinutes(minutes) },
            ("--seconds", { } seconds) => this with { Time = TimeSpan.FromSeconds(seconds) },
            ("--seed", { } seed) => this with { Seed = seed },
            ("--edits", >= 1000) => this with { Edits = parsed },
            ("--files", > 0) => this with { Files = parsed },
            ("--kinds", > 0) => this with { Kinds = parsed },
            ("--target", _) when value.Length > 0 => this with { Target = value },
            _ => null,
        };
    }
}
