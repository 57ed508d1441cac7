using System.CommandLine;
using TopologyLang.Cli.Terminal;
using TopologyLang.Server;

namespace TopologyLang.Cli.Commands;

/// <summary><c>topo lsp</c>: the language server over standard input and output.</summary>
public static class LspCommand
{
    public static Command Create(CommandConsole console)
    {
        var command = new Command("lsp", "Run the language server over standard input and output.");

        // Clients of the language server protocol pass it by habit; it is the only transport there is.
        command.Add(
            new Option<bool>("--stdio") { Description = "Accepted for clients that pass it; the only transport." }
        );
        command.SetAction(
            (_, cancellation) => LanguageServerHost.RunAsync(console.Input, console.Output, cancellation)
        );
        return command;
    }
}
