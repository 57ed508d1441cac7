using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using TopologyLang.Analysis;
using TopologyLang.Analysis.Files;
using TopologyLang.Analysis.Findings;
using TopologyLang.Cli.Output;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Cli.Commands;

/// <summary>The files of a check, analysed as many at a time as there are processors, and given on in their order.</summary>
/// <param name="remedies">Of how many findings, in the order of the files, remedies are looked for.</param>
internal sealed class CheckedFiles(Analyzer analyzer, string[] paths, int remedies)
{
    public ImmutableArray<string> Paths { get; } = [.. paths.Distinct(StringComparer.Ordinal)];

    /// <summary>A file hangs on no other one but by its imports, which each reads for itself; one that was given on is let go.</summary>
    /// <param name="shows">Remedies of the finding will be shown.</param>
    /// <returns>Each path with the file, or with the reason why it cannot be read.</returns>
    /// <exception cref="OperationCanceledException"/>
    public async IAsyncEnumerable<(string Path, CheckedFile? File, string? Problem)> InOrderAsync(
        Func<Finding, bool> shows, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var quota = new RemedyQuota(remedies, Paths.Length);
        var ahead = new Queue<Task<(string, CheckedFile?, string?)>>();
        foreach (var (index, path) in Paths.Index())
        {
            if (ahead.Count == Environment.ProcessorCount)
            {
                yield return await ahead.Dequeue().ConfigureAwait(false);
            }

            ahead.Enqueue(Task.Run(() => CheckedAsync(path, shows, wanted => quota.TakeAsync(index, wanted, cancellation), cancellation), cancellation));
        }

        while (ahead.TryDequeue(out var next))
        {
            yield return await next.ConfigureAwait(false);
        }
    }

    private async Task<(string Path, CheckedFile? File, string? Problem)> CheckedAsync(
        string path, Func<Finding, bool> shows, Func<int, Task<int>> take, CancellationToken cancellation)
    {
        var (analysis, problem) = Analysed(path, cancellation);
        var wanted = analysis is null ? 0 : CheckedFile.Searchable(analysis, shows).Count();
        var most = await take(wanted).ConfigureAwait(false);
        return (path, analysis is null ? null : CheckedFile.Of(analysis, shows, most, cancellation), problem);
    }

    private (FileAnalysis? Analysis, string? Problem) Analysed(string path, CancellationToken cancellation)
    {
        var (text, problem) = FileSource.Read(path);
        if (text is null)
        {
            return (null, problem);
        }

        var roots = ImmutableArray.Create(Directory.GetCurrentDirectory(), Path.GetDirectoryName(Path.GetFullPath(path))!);
        return (analyzer.Analyze(path, SyntaxTree.Parse(text), new FileSource(roots).Import, cancellation), null);
    }
}
