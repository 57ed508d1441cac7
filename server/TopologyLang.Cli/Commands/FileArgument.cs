using System.CommandLine;

namespace TopologyLang.Cli.Commands;

/// <summary>The files that a command takes. A misspelt option is no file.</summary>
internal static class FileArgument
{
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
