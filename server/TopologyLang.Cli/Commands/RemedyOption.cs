using System.CommandLine;
using System.Globalization;

namespace TopologyLang.Cli.Commands;

/// <summary>
/// Of how many findings a check looks for remedies, which takes longer than the check itself where there are many.
/// </summary>
internal static class RemedyOption
{
    /// <summary>More than anybody reads; a fleet can have thousands.</summary>
    private const int Default = 200;

    public static Option<int> Create() =>
        new("--remedies")
        {
            Description = "Look for remedies of the first N findings only, or of all.",
            HelpName = "N|all",
            DefaultValueFactory = _ => Default,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (text == "all")
                {
                    return int.MaxValue;
                }

                if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    return number;
                }

                result.AddError($"--remedies needs a number from 0, or all; '{text}' is neither");
                return 0;
            },
        };
}
