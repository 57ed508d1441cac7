using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using TopologyLang.Analysis.Explanations;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Cli.Output;
using TopologyLang.Cli.Terminal;

namespace TopologyLang.Cli.Commands;

/// <summary>
/// <c>topo explain FILE:LINE</c>: why what stands there is as it is; <c>topo explain CODE</c>: what a finding means.
/// </summary>
public static partial class ExplainCommand
{
    private static readonly Dictionary<string, Action<CommandConsole, ExplainedLine>> Outputs = new(
        StringComparer.Ordinal
    )
    {
        ["text"] = ExplanationOutput.WriteText,
        ["json"] = ExplanationOutput.WriteJson,
    };

    public static Command Create(CommandConsole console)
    {
        var what = new Argument<string>("FILE:LINE|CODE")
        {
            Description = "A line of a file, such as lab.topo:12, or the code of a finding, such as TOPO4001.",
        };
        var format = new Option<string>("--format")
        {
            Description = "Of FILE:LINE: text (for people) or json.",
            DefaultValueFactory = _ => "text",
        };
        format.AcceptOnlyFromAmong([.. Outputs.Keys]);
        var command = new Command("explain", "Say why: the chain of reasons behind a line, or what a finding means.")
        {
            what,
            format,
        };
        var limits = new LimitOptions();
        limits.AddTo(command);
        command.SetAction(
            (parsed, cancellation) =>
                Task.FromResult(
                    Run(
                        console,
                        parsed.GetRequiredValue(what),
                        limits.Of(parsed),
                        Outputs[parsed.GetRequiredValue(format)],
                        cancellation
                    )
                )
        );
        return command;
    }

    private static int Run(
        CommandConsole console,
        string what,
        AnalysisOptions options,
        Action<CommandConsole, ExplainedLine> write,
        CancellationToken cancellation
    )
    {
        if (Code().IsMatch(what))
        {
            return ExplainCode(console, what.ToUpperInvariant());
        }

        var colon = what.LastIndexOf(':');
        return
            colon > 0
            && int.TryParse(what.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            ? ExplainLine(console, (what[..colon], line), options, write, cancellation)
            : Refuse(
                console,
                $"'{what}' is neither FILE:LINE, such as lab.topo:12, nor the code of a finding, such as TOPO4001"
            );
    }

    private static int ExplainCode(CommandConsole console, string code)
    {
        if (FindingPages.Find(code) is { } page)
        {
            FindingPageOutput.Write(console, page);
            return ExitCode.Fine;
        }

        return Refuse(console, $"there is no finding {code}; docs/findings.md lists them all");
    }

    private static int ExplainLine(
        CommandConsole console,
        (string File, int Number) at,
        AnalysisOptions options,
        Action<CommandConsole, ExplainedLine> write,
        CancellationToken cancellation
    )
    {
        var (file, line) = at;
        var explained = AnalysedFile.Use<Explained>(
            console,
            file,
            options,
            (analysis, token) => Explain(analysis, line, token),
            cancellation
        );
        switch (explained)
        {
            case null:
                return ExitCode.Unusable;
            case { Problem: { } problem }:
                return Refuse(console, problem);
            default:
                write(console, new ExplainedLine(file, line, explained.Things));
                console.Out.Flush();
                return ExitCode.Fine;
        }
    }

    /// <summary>What stands on a line, or why there is nothing to say.</summary>
    private sealed record Explained(ImmutableArray<ExplainedThing> Things, string? Problem = null);

    private static Explained Explain(FileAnalysis analysis, int line, CancellationToken cancellation)
    {
        var (file, text) = (analysis.Path, analysis.Tree.Text);
        if (line < 1 || line > text.LineCount)
        {
            var lines = text.LineCount == 1 ? "one line" : $"{text.LineCount} lines";
            return new Explained([], $"{file} has {lines}, counted from 1: there is no line {line}");
        }

        var things = LineExplanations.At(analysis, line - 1, cancellation);
        const string nothing =
            "nothing stands on this line that could be explained (a declaration, property, statement or expect)";
        return new Explained(things, things.IsEmpty ? $"{file}:{line}: {nothing}" : null);
    }

    private static int Refuse(CommandConsole console, string message)
    {
        console.Error.WriteLine(Printable.Line($"topo: {message}"));
        return ExitCode.Unusable;
    }

    [GeneratedRegex("^TOPO[0-9]+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
