using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using TopologyLang.Analysis.Files;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Cli.Output;

namespace TopologyLang.Cli.Commands;

/// <summary>
/// The files of a check, analysed as many at a time as there are processors, and given on in their order.
/// </summary>
/// <param name="remedies">Of how many findings, in the order of the files, remedies are looked for.</param>
internal sealed class CheckedFiles(AnalysisOptions options, string[] paths, int remedies)
{
    private readonly Analyzer analyzer = new(options);

    /// <summary>
    /// Each file once, by the first of its names. A link is a file of its own: what it imports lies elsewhere.
    /// </summary>
    public ImmutableArray<string> Paths { get; } = [.. paths.DistinctBy(Path.GetFullPath, StringComparer.Ordinal)];

    /// <summary>
    /// A file depends on no other one but by its imports, which each reads for itself; one that was given on is let go.
    /// </summary>
    /// <param name="shows">Remedies of the finding will be shown.</param>
    /// <returns>Each path with the file, or with the reason why it cannot be read.</returns>
    /// <exception cref="OperationCanceledException"/>
    public async IAsyncEnumerable<(string Path, CheckedFile? File, string? Problem)> InOrderAsync(
        Func<Finding, bool> shows,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var quota = new RemedyQuota(remedies, Paths.Length);
        var ahead = new Queue<Task<(string, CheckedFile?, string?)>>();
        foreach (var (index, path) in Paths.Index())
        {
            if (ahead.Count == Environment.ProcessorCount)
            {
                yield return await ahead.Dequeue().ConfigureAwait(false);
            }

            ahead.Enqueue(
                Task.Run(
                    () =>
                        CheckedAsync(path, shows, wanted => quota.TakeAsync(index, wanted, cancellation), cancellation),
                    cancellation
                )
            );
        }

        while (ahead.TryDequeue(out var next))
        {
            yield return await next.ConfigureAwait(false);
        }
    }

    private async Task<(string Path, CheckedFile? File, string? Problem)> CheckedAsync(
        string path,
        Func<Finding, bool> shows,
        Func<int, Task<int>> take,
        CancellationToken cancellation
    )
    {
        var (analysis, problem) = Analysed(path, cancellation);
        if (analysis is null)
        {
            await take(0).ConfigureAwait(false);
            return (path, null, problem);
        }

        var most = await take(CheckedFile.Searchable(analysis, shows).Count()).ConfigureAwait(false);
        var (file, late) = InTime(token => CheckedFile.Of(analysis, shows, most, token), cancellation);
        return (path, file, late);
    }

    private (FileAnalysis? Analysis, string? Problem) Analysed(string path, CancellationToken cancellation)
    {
        var (text, problem) = FileSource.ReadNamed(path);
        return text is null
            ? (null, problem)
            : InTime(token => AnalysedFile.Of(analyzer, path, text, token), cancellation);
    }

    private (T? Result, string? Problem) InTime<T>(Func<CancellationToken, T> work, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return (TimeLimit.Run(options.Time, work, cancellation), null);
        }
        catch (TimeLimitException late)
        {
            return (null, late.Message);
        }
    }
}
