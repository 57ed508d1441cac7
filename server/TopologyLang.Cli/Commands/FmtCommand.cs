using System.CommandLine;
using TopologyLang.Analysis.Files;
using TopologyLang.Cli.Files;
using TopologyLang.Cli.Terminal;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Cli.Commands;

/// <summary><c>topo fmt FILE...</c>: lays files out in the one way, in place.</summary>
public static class FmtCommand
{
    public static Command Create(CommandConsole console)
    {
        var files = FileArgument.Create("Files to format in place.");
        var check = new Option<bool>("--check")
        {
            Description = "Change nothing; exit with 1 if a file is not formatted.",
        };
        var seconds = LimitOptions.Seconds();
        var command = new Command("fmt", "Format files.") { files, check, seconds };
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    Run(
                        console,
                        parsed.GetRequiredValue(files),
                        parsed.GetValue(check),
                        LimitOptions.TimeOf(parsed, seconds),
                        cancellation
                    )
                )
        );
        return command;
    }

    private static int Run(
        CommandConsole console,
        string[] files,
        bool check,
        TimeSpan most,
        CancellationToken cancellation
    )
    {
        var worst = ExitCode.Fine;
        foreach (var file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            worst = Math.Max(worst, One(console, file, check, most, cancellation));
        }

        return worst;
    }

    /// <param name="SaysTheSame">False: written, it would be another file.</param>
    private sealed record LaidOut(SyntaxTree Tree, string Text, bool SaysTheSame);

    private static LaidOut LayOut(SourceText text, CancellationToken cancellation)
    {
        var tree = SyntaxTree.Parse(text, cancellation);
        var formatted = Formatter.Format(tree, cancellation);
        return new LaidOut(tree, formatted, LayoutProof.SaysTheSame(tree, formatted, cancellation));
    }

    private static int One(
        CommandConsole console,
        string file,
        bool check,
        TimeSpan most,
        CancellationToken cancellation
    )
    {
        var (text, problem) = FileSource.Read(file);
        if (text is null)
        {
            console.Error.WriteLine($"topo: {file} {problem}");
            return ExitCode.Unusable;
        }

        if (
            AnalysedFile.InTime(console, file, most, token => LayOut(text, token), cancellation)
            is not var (tree, formatted, saysTheSame)
        )
        {
            return ExitCode.Unusable;
        }

        var understood = tree.Errors.IsEmpty ? ExitCode.Fine : ExitCode.Findings;
        ReportErrors(console, file, tree);
        if (formatted == text.Content)
        {
            return understood;
        }

        if (!saysTheSame)
        {
            console.Error.WriteLine(
                Printable.Line(
                    $"topo: {file} stays as it is: laid out, it would not say the same. This is a fault of topo "
                        + "itself: please report it with the file"
                )
            );
            return ExitCode.Fault;
        }

        if (check)
        {
            console.Out.WriteLine(Printable.Line($"{file} is not formatted"));
            return ExitCode.Findings;
        }

        return Math.Max(understood, Replace(console, file, text.Content, formatted));
    }

    /// <summary>The first mistake; `topo check` shows all.</summary>
    private static void ReportErrors(CommandConsole console, string file, SyntaxTree tree)
    {
        if (tree.Errors.IsEmpty)
        {
            return;
        }

        var first = tree.Errors.MinBy(error => error.Span.Start)!;
        var line = tree.Text.PositionOf(first.Span.Start).Line + 1;
        var more = tree.Errors.Length == 1 ? "" : $" (and {tree.Errors.Length - 1} more)";
        console.Error.WriteLine(
            Printable.Line($"topo: {file}:{line}: not understood, and stays as it is: {first.Message}{more}")
        );
    }

    /// <param name="read">What was laid out: another text that came since is somebody's work.</param>
    private static int Replace(CommandConsole console, string file, string read, string formatted)
    {
        var (problem, remark) = WholeFile.Rewrite(file, formatted, () => FileSource.Read(file).Text?.Content == read);
        if ((problem ?? remark) is { } said)
        {
            console.Error.WriteLine($"topo: {file} {said}");
        }

        if (problem is not null)
        {
            return ExitCode.Unusable;
        }

        console.Out.WriteLine(Printable.Line($"formatted {file}"));
        return ExitCode.Fine;
    }
}
