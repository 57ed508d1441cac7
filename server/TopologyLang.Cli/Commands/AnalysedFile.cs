using System.Collections.Immutable;
using TopologyLang.Analysis.Files;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Cli.Terminal;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Cli.Commands;

/// <summary>A file that the user names. It may import from its own folder and from the current one.</summary>
internal static class AnalysedFile
{
    /// <summary>Null where it cannot be read or takes too long, which the user is told.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FileAnalysis? Read(
        CommandConsole console,
        string file,
        AnalysisOptions options,
        CancellationToken cancellation
    ) => Use(console, file, options, (analysis, _) => analysis, cancellation);

    /// <param name="use">What is asked about the file; the time limit is for it, too.</param>
    /// <returns>The default where the file cannot be read or all takes too long, which the user is told.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static T? Use<T>(
        CommandConsole console,
        string file,
        AnalysisOptions options,
        Func<FileAnalysis, CancellationToken, T> use,
        CancellationToken cancellation
    )
    {
        var (text, problem) = FileSource.ReadNamed(file);
        if (text is not null)
        {
            return InTime(
                console,
                file,
                options.Time,
                token => use(Of(new Analyzer(options), file, text, token), token),
                cancellation
            );
        }

        console.Error.WriteLine($"topo: {file} {problem}");
        return default;
    }

    /// <returns>The default where the work takes too long, which the user is told.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static T? InTime<T>(
        CommandConsole console,
        string file,
        TimeSpan most,
        Func<CancellationToken, T> work,
        CancellationToken cancellation
    )
    {
        try
        {
            return TimeLimit.Run(most, work, cancellation);
        }
        catch (TimeLimitException late)
        {
            console.Error.WriteLine($"topo: {file} {late.Message}");
            return default;
        }
    }

    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FileAnalysis Of(Analyzer analyzer, string file, SourceText text, CancellationToken cancellation)
    {
        var current = Directory.GetCurrentDirectory();
        ImmutableArray<string> roots = FileSource.IsHandedOver(file)
            ? [current]
            : [current, Path.GetDirectoryName(Path.GetFullPath(file))!];
        return analyzer.Analyze(file, SyntaxTree.Parse(text, cancellation), new FileSource(roots).Import, cancellation);
    }
}
