using System.CommandLine;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Cli.Commands;

/// <summary>
/// What to say where the first word is no command: the library would first complain that there is none.
/// </summary>
internal static class UnknownCommand
{
    /// <returns>Null where the first word is a command or an option.</returns>
    public static string? Message(RootCommand root, string[] arguments)
    {
        var names = root.Subcommands.Select(command => command.Name).ToList();
        if (arguments.Length == 0)
        {
            return $"which command? There are {string.Join(", ", names)}";
        }

        var word = arguments[0];
        if (word.StartsWith('-') || word.StartsWith('[') || names.Contains(word))
        {
            return null;
        }

        var meant =
            File.Exists(word) ? $"to check the file write 'topo check {word}'"
            : Spelling.Nearest(word, [.. names, HelpCommand.Name]) is { } near ? $"did you mean '{near}'?"
            : $"there are {string.Join(", ", names)}";
        return $"there is no command '{word}'; {meant}";
    }
}
