using System.CommandLine;

namespace TopologyLang.Cli.Commands;

/// <summary>The files that a command takes. A misspelt option is no file.</summary>
internal static class FileArgument
{
    /// <summary>
    /// Behind <c>--</c> there are no options: a word that looks like one is a file of that name. A single <c>-</c>
    /// stays what it is.
    /// </summary>
    public static string[] AfterDashes(string[] arguments)
    {
        var dashes = Array.IndexOf(arguments, "--");
        return dashes < 0
            ? arguments
            :
            [
                .. arguments[..(dashes + 1)],
                .. arguments[(dashes + 1)..].Select(word => word.StartsWith('-') && word != "-" ? "./" + word : word),
            ];
    }

    public static Argument<string[]> Create(string description)
    {
        var files = new Argument<string[]>("FILE") { Description = description, Arity = ArgumentArity.OneOrMore };
        files.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-')))
            {
                result.AddError(
                    token.Value == "-"
                        ? "'-' is no file; for standard input write /dev/stdin"
                        : $"there is no option '{token.Value}'; for a file of that name write ./{token.Value}"
                );
            }
        });
        return files;
    }
}
