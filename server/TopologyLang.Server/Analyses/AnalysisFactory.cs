using System.Collections.Immutable;
using Microsoft.VisualStudio.Threading;
using OmniSharp.Extensions.LanguageServer.Protocol;
using TopologyLang.Analysis;
using TopologyLang.Analysis.Files;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Documents;

namespace TopologyLang.Server.Analyses;

/// <summary>Makes the states of documents, each with its analysis ready to begin.</summary>
/// <param name="simulations">Bounds how many analyses run at once. It is not held across anything that takes the workspace's gate.</param>
/// <param name="analyses">The analysis under given options.</param>
public sealed class AnalysisFactory(
    JoinableTaskFactory tasks, AsyncSemaphore simulations, ImportCache imports, Func<AnalysisOptions, Analyze> analyses)
{
    public Analyze For(AnalysisOptions options)
    {
        var analyze = analyses(options);
        return (binding, cancellation) => TimeLimit.Run(options.Time, token => analyze(binding, token), cancellation);
    }

    public OpenDocument Begin(WorkspaceState state, DocumentUri uri, string path, int? version, DocumentTree tree)
    {
        var record = new ImportRecord();
        var superseded = new CancellationTokenSource();

        // Of the other documents only the texts are taken: to hold the state itself would chain every state to the one before it.
        var open = state.TreesByPath().SetItem(path, tree);
        var roots = RootsFor(state.Roots, uri, path);
        var source = new Lazy<FileSource>(() => new FileSource(roots, asked => Known(open, record, asked)));
        var analyze = state.Analyze;
        ImportedFile Import(string from, string text) => Resolve(source.Value, record, from, text);
        var binding = new Lazy<Binding>(() => Binder.Bind(path, tree.Tree, Import));
        var analysis = new AsyncLazy<AnalysisResult>(() => AnalyzeAsync(analyze, binding, superseded.Token), tasks);
        return new OpenDocument(uri, path, version, tree, record, binding, analysis, superseded);
    }

    private async Task<AnalysisResult> AnalyzeAsync(
        Analyze analyze, Lazy<Binding> binding, CancellationToken cancellation)
    {
        // Whoever asks first must not do the work: it may be the thread that reads the client's messages.
        await TaskScheduler.Default.SwitchTo(alwaysYield: true);
        using var turn = await simulations.EnterAsync(cancellation).ConfigureAwait(false);
        try
        {
            return new AnalysisResult(analyze(binding.Value, cancellation), null);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // A fault in the analysis of one file, whichever it is, must not end the server: it becomes a finding.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return new AnalysisResult(null, failure);
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

    private static string WithSeparator(string folder) => folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;

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
