using System.Globalization;

namespace TopologyLang.Fuzz;

/// <param name="Time">How long to go on.</param>
/// <param name="Seed">Of the first input.</param>
/// <param name="Target">Null: all, in turn.</param>
/// <param name="Once">Only the first input.</param>
internal sealed record Options(TimeSpan Time, int Seed, string? Target, bool Once)
{
    public const string Usage =
        "usage: dotnet run -c Release --project tests/TopologyLang.Fuzz -- [--minutes N | --seconds N] [--seed N] [--target NAME] [--once]";

    /// <returns>Null where the words are not understood.</returns>
    public static Options? Of(string[] arguments)
    {
        var options = new Options(TimeSpan.FromSeconds(30), Random.Shared.Next(), null, false);
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            var number = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : (int?)null;
            Options? next = (arguments[i], number) switch
            {
                ("--minutes", { } minutes) => options with { Time = TimeSpan.FromMinutes(minutes) },
                ("--seconds", { } seconds) => options with { Time = TimeSpan.FromSeconds(seconds) },
                ("--seed", { } seed) => options with { Seed = seed },
                ("--target", _) when value.Length > 0 => options with { Target = value },
                ("--once", _) => options with { Once = true },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            i += arguments[i] == "--once" ? 0 : 1;
            options = next;
        }

        return options;
    }
}
