using System.Collections.Concurrent;
using Microsoft.VisualStudio.Threading;
using OmniSharp.Extensions.LanguageServer.Protocol;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Publishing;

/// <summary>
/// Has each new state of a document analysed in the background and its findings shown when they are there.
/// </summary>
/// <param name="tasks">Of a collection that the server joins before it ends.</param>
public sealed class Publisher(Workspace workspace, DiagnosticsBoard board, IClient client, JoinableTaskFactory tasks)
{
    /// <summary>
    /// A verdict that comes sooner than this comes alone. Only while one takes longer are the syntax errors shown by
    /// themselves: to clear the verdicts at every keystroke and to bring them back a moment later would flicker.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// After this, somebody who waits for a verdict is told what it is that takes so long, and can stop it.
    /// </summary>
    public static readonly TimeSpan LongTime = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<DocumentUri, DocumentTree> shown = new();

    public void Follow(WorkspaceChange change)
    {
        foreach (var closed in change.Closed)
        {
            board.Close(closed);
            shown.TryRemove(closed, out _);
        }

        foreach (var document in change.Fresh)
        {
            _ = tasks.RunAsync(() => PublishAsync(document));
        }
    }

    private async Task PublishAsync(OpenDocument document)
    {
        await TaskScheduler.Default.SwitchTo(alwaysYield: true);
        try
        {
            var analysis = document.Findings.GetValueAsync(document.Superseded.Token);
            var isSlow = await Task.WhenAny(analysis, Task.Delay(Patience)).ConfigureAwait(false) != analysis;
            if (isSlow)
            {
                ShowSyntax(document, FindingsState.SyntaxOnly);
                await WithProgressAsync(document).ConfigureAwait(false);
            }

            await ShowAsync(document, await analysis.ConfigureAwait(false)).ConfigureAwait(false);
            RefreshViews(document, isSlow);
        }
        catch (OperationCanceledException) when (document.Superseded.IsCancellationRequested)
        {
            // Where there is a newer state, it has a publication of its own; where there is none, somebody stopped this
            // one.
            ShowSyntax(document, FindingsState.Stopped);
        }
#pragma warning disable CA1031 // Whatever goes wrong with one file is said there, and the server goes on serving.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            ShowFailure(document, failure);
        }
    }

    private async Task WithProgressAsync(OpenDocument document)
    {
        var analysis = document.Findings.GetValueAsync(document.Superseded.Token);
        if (await Task.WhenAny(analysis, Task.Delay(LongTime)).ConfigureAwait(false) != analysis)
        {
            var title = $"Simulating {Path.GetFileName(document.Path)}";
            using var shown = await client
                .ShowProgressAsync(title, document.Superseded.Cancel, document.Superseded.Token)
                .ConfigureAwait(false);
            await Task.WhenAny(analysis).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// After an edit a client asks for lenses and hints by itself, and they wait for a quick simulation. It must be
    /// told where they did not wait long enough, and where something else than this text has changed.
    /// </summary>
    private void RefreshViews(OpenDocument document, bool isSlow)
    {
        if (!workspace.IsNewest(document))
        {
            return;
        }

        var sameText = shown.TryGetValue(document.Uri, out var before) && ReferenceEquals(before, document.Tree);
        shown[document.Uri] = document.Tree;
        if (isSlow || sameText)
        {
            client.RefreshViews();
        }

        // Of the file's own text only an edit can change a colour, and after one the client asks by itself.
        if (sameText)
        {
            client.RefreshColours();
        }
    }

    private void ShowSyntax(OpenDocument document, FindingsState state)
    {
        var tree = document.Tree.Tree;
        var findings = DiagnosticTranslation.Of(SyntaxFindings.Of(document.Path, tree), _ => tree.Text);
        board.Show(document, new DocumentFindings(state, findings));
    }

    private async Task ShowAsync(OpenDocument document, FindingsResult result)
    {
        if (IsOutOfDate(document))
        {
            await workspace.ChangeAsync(state => state.Refresh(other => other == document)).ConfigureAwait(false);
        }
        else if (result.Failure is null)
        {
            var findings = DiagnosticTranslation.Of(result.Findings, result.TextOf);
            board.Show(document, new DocumentFindings(FindingsState.Complete, findings));
        }
        else
        {
            ShowFailure(document, result.Failure);
        }
    }

    /// <summary>True where an import was edited after the analysis had started and before it asked for it.</summary>
    private bool IsOutOfDate(OpenDocument document)
    {
        var open = workspace.State.Texts;
        return document.Imports.Asked.Any(asked => open.GetValueOrDefault(asked.Key) != asked.Value);
    }

    private void ShowFailure(OpenDocument document, Exception failure)
    {
        client.Log($"The analysis of {document.Path} failed: {failure}");
        var finding = Finding.At(
            new FileSpan(document.Path, new TextSpan(0, 0)),
            FindingCode.Internal,
            failure is TimeLimitException
                ? $"This file {failure.Message}."
                : $"This file could not be analysed: {failure.Message} "
                    + "This is a fault of the analysis, not of the file; the server's log has the details."
        );
        board.Show(
            document,
            new DocumentFindings(FindingsState.Failed, DiagnosticTranslation.Of([finding], _ => document.Tree.Text))
        );
    }
}
