using System.Collections.Immutable;
using Microsoft.VisualStudio.Threading;
using OmniSharp.Extensions.LanguageServer.Protocol;
using TopologyLang.Analysis.Files;
using TopologyLang.Analysis.Locations;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Documents;

namespace TopologyLang.Server.Analyses;

/// <summary>Makes the states of documents, each with its analysis ready to begin.</summary>
/// <param name="simulations">Bounds how many analyses run at once. It is not held across anything that takes the
/// workspace's gate.</param>
/// <param name="analyses">The analysis under given options.</param>
public sealed class AnalysisFactory(
    JoinableTaskFactory tasks,
    AsyncSemaphore simulations,
    ImportCache imports,
    Func<AnalysisOptions, AnalysisCalls> analyses
)
{
    public AnalysisCalls For(AnalysisOptions options)
    {
        var calls = analyses(options);
        return new AnalysisCalls(
            (binding, cancellation) =>
                TimeLimit.Run(options.Time, token => calls.Analyze(binding, token), cancellation),
            (path, tree, cancellation) =>
                TimeLimit.Run(options.Time, token => calls.Find(path, tree, token), cancellation)
        );
    }

    public OpenDocument Begin(Surroundings around, DocumentUri uri, string path, int? version, DocumentTree tree)
    {
        var record = new ImportRecord();
        var superseded = new CancellationTokenSource();

        var open = around.Open.SetItem(path, tree);
        var roots = RootsFor(around.Roots, uri, path);
        var source = new Lazy<FileSource>(() => new FileSource(roots, asked => Known(open, record, asked)));
        var calls = around.Calls;
        ImportedFile Import(string from, string text) => Resolve(source.Value, record, from, text);
        var binding = new Lazy<Binding>(() => Binder.Bind(path, tree.Tree, Import, cancellation: superseded.Token));
        var quick = new AsyncLazy<FindingsResult?>(
            () =>
                InTurnAsync(
                    () =>
                        calls.Find(path, tree.Tree, superseded.Token) is { } found
                            ? new FindingsResult(found, _ => tree.Text, null)
                            : null,
                    failure => new FindingsResult([], _ => tree.Text, failure),
                    superseded.Token
                ),
            tasks
        );
        var analysis = new AsyncLazy<AnalysisResult>(
            async () =>
            {
                // What is being searched for the findings is not to be searched a second time beside it.
                await quick.GetValueAsync(superseded.Token).ConfigureAwait(false);
                return await InTurnAsync(
                        () => new AnalysisResult(calls.Analyze(binding.Value, superseded.Token), null),
                        failure => new AnalysisResult(null, failure),
                        superseded.Token
                    )
                    .ConfigureAwait(false);
            },
            tasks
        );
        var findings = new AsyncLazy<FindingsResult>(
            async () =>
                await quick.GetValueAsync(superseded.Token).ConfigureAwait(false)
                ?? FindingsOf(await analysis.GetValueAsync(superseded.Token).ConfigureAwait(false)),
            tasks
        );
        return new OpenDocument(uri, path, version, tree, record, binding, findings, analysis, superseded);
    }

    private static FindingsResult FindingsOf(AnalysisResult result) =>
        result.Analysis is { } analysis
            ? new FindingsResult(analysis.Findings, path => LineRange.TextOf(analysis.Binding, path), null)
            : new FindingsResult(
                [],
                _ => throw new InvalidOperationException("a failed analysis has no texts"),
                result.Failure
            );

    private async Task<T> InTurnAsync<T>(Func<T> work, Func<Exception, T> failed, CancellationToken cancellation)
    {
        // Whoever asks first must not do the work: it may be the thread that reads the client's messages.
        await TaskScheduler.Default.SwitchTo(alwaysYield: true);
        using var turn = await simulations.EnterAsync(cancellation).ConfigureAwait(false);
        try
        {
            return work();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        // A fault in the analysis of one file, whichever it is, must not end the server: it becomes a finding.
#pragma warning disable CA1031
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return failed(failure);
        }
    }

    /// <summary>A file outside every folder of the workspace may at least import its neighbours.</summary>
    private static ImmutableArray<string> RootsFor(ImmutableArray<string> roots, DocumentUri uri, string path)
    {
        var folder = DocumentPaths.IsFile(uri) ? Path.GetDirectoryName(path) : null;
        return folder is null || roots.Any(root => IsInside(root, folder)) ? roots : roots.Add(folder);
    }

    private static bool IsInside(string root, string folder) =>
        WithSeparator(folder).StartsWith(WithSeparator(root), StringComparison.Ordinal);

    private static string WithSeparator(string folder) =>
        folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;

    private SyntaxTree? Known(ImmutableDictionary<string, DocumentTree> open, ImportRecord record, string path)
    {
        var tree = open.GetValueOrDefault(path);
        record.Add(path, tree);
        return tree?.Tree ?? imports.Find(path);
    }

    private ImportedFile Resolve(FileSource source, ImportRecord record, string from, string text)
    {
        if (!Path.IsPathRooted(from))
        {
            return new ImportedFile(text, null, "cannot be found from here: save this document to a file first");
        }

        if (FileSource.FullPath(from, text) is not { } full)
        {
            return source.Import(from, text);
        }

        var stamp = FileStamp.Of(full);
        var file = source.Import(from, text);
        if (!record.Contains(full))
        {
            record.Add(full, null);
        }

        if (stamp is { } known && file.Tree is { } tree && record.TreeOf(full) is null)
        {
            imports.Add(full, known, tree);
        }

        return file;
    }
}
