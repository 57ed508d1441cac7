using System.CommandLine;
using TopologyLang.Analysis.Differences;
using TopologyLang.Analysis.Kernels;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Text;
using TopologyLang.Cli.Terminal;
using TopologyLang.Server.Protocol;

namespace TopologyLang.Cli.Commands;

/// <summary>
/// <c>topo diff A B</c>: what changed between two machines, in what they are and in the answers about them.
/// </summary>
public static class DiffCommand
{
    public static Command Create(CommandConsole console)
    {
        var before = new Argument<string>("BEFORE") { Description = "The file as it was." };
        var after = new Argument<string>("AFTER") { Description = "The file as it is." };
        var format = new Option<string>("--format")
        {
            Description = "text (for people) or json.",
            DefaultValueFactory = _ => "text",
        };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command(
            "diff",
            "Compare two files: declarations by what counts, and the answers. Exit status 1 where they differ, as of "
                + "diff."
        )
        {
            before,
            after,
            format,
        };
        var limits = new LimitOptions();
        limits.AddTo(command);
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    Run(
                        console,
                        (parsed.GetRequiredValue(before), parsed.GetRequiredValue(after)),
                        parsed.GetRequiredValue(format),
                        limits.Of(parsed),
                        cancellation
                    )
                )
        );
        return command;
    }

    private static int Run(
        CommandConsole console,
        (string Before, string After) files,
        string format,
        AnalysisOptions options,
        CancellationToken cancellation
    )
    {
        var before = AnalysedFile.Read(console, files.Before, options, cancellation);
        var after = AnalysedFile.Read(console, files.After, options, cancellation);
        if (before is null || after is null)
        {
            return ExitCode.Unusable;
        }

        var difference = AnalysedFile.InTime(
            console,
            files.After,
            options.Time,
            token => FileDifferences.Of(before, after, token),
            cancellation
        );
        if (difference is null)
        {
            return ExitCode.Unusable;
        }

        if (format == "json")
        {
            console.Out.Write(ResultJson.Text(difference));
        }
        else
        {
            Write(console.Out, console.Style, difference);
        }

        console.Out.Flush();
        return difference.IsEmpty ? ExitCode.Fine : ExitCode.Findings;
    }

    private static void Write(TextWriter output, TextStyle style, FileDifference difference)
    {
        if (difference.IsEmpty)
        {
            output.WriteLine("no difference in what is declared nor in any answer");
            return;
        }

        output.WriteLine(style.Strong("declarations"));
        foreach (var line in difference.Declarations.Select(Line).DefaultIfEmpty("  no difference"))
        {
            output.WriteLine(Printable.Line(line));
        }

        output.WriteLine(style.Strong("answers"));
        foreach (var line in difference.Answers.Select(Line).DefaultIfEmpty("  no difference"))
        {
            output.WriteLine(Printable.Line(line));
        }
    }

    private static string Line(DeclarationDifference one) =>
        one switch
        {
            { Property: null, After: null } => $"  - {one.Name}",
            { Property: null } => $"  + {one.Name}",
            _ => $"  ~ {one.Name} {one.Property}: {one.Before ?? "nothing"} -> {one.After ?? "nothing"}",
        };

    private static string Line(AnswerDifference one)
    {
        var why = one.Why is { } reason ? $"  because {Chains.Line(reason)}" : "";
        return $"  {KernelWording.Subject(one.Kind, one.Scenario, one.Subject)}: {one.Before ?? "none"} -> "
            + $"{one.After ?? "none"}{why}";
    }
}
