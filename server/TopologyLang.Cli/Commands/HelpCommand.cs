namespace TopologyLang.Cli.Commands;

/// <summary><c>topo help [COMMAND]</c>, which many tools have, is <c>topo [COMMAND] --help</c>.</summary>
internal static class HelpCommand
{
    public const string Name = "help";

    public static string[] ToOption(string[] arguments) =>
        arguments is [Name, .. var command] ? [.. command, "--help"] : arguments;
}
