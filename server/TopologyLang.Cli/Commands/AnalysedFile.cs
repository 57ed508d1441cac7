using System.Collections.Immutable;
using TopologyLang.Analysis;
using TopologyLang.Analysis.Files;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Cli.Commands;

/// <summary>The one file that a command is about. It may import from its own folder and from the current one.</summary>
internal static class AnalysedFile
{
    /// <summary>Null where it cannot be read, which the user is told.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FileAnalysis? Read(Console console, string file, CancellationToken cancellation)
    {
        var (text, problem) = FileSource.Read(file);
        if (text is null)
        {
            console.Error.WriteLine($"topo: {file} {problem}");
            return null;
        }

        var roots = ImmutableArray.Create(Directory.GetCurrentDirectory(), Path.GetDirectoryName(Path.GetFullPath(file))!);
        var options = AnalysisOptions.Default;
        try
        {
            return TimeLimit.Run(options.Time, token => new Analyzer(options).Analyze(file, SyntaxTree.Parse(text), new FileSource(roots).Import, token), cancellation);
        }
        catch (TimeLimitException late)
        {
            console.Error.WriteLine($"topo: {file} {late.Message}");
            return null;
        }
    }
}
