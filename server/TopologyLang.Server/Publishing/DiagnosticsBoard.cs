using System.Collections.Immutable;
using OmniSharp.Extensions.LanguageServer.Protocol;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Protocol;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Publishing;

/// <summary>
/// What the client shows now, file by file. Several open files may have something to say about one file, which they
/// import: it shows all of that. Findings of a state that is not the newest, or about a text that is not, are not
/// shown.
/// </summary>
public sealed class DiagnosticsBoard(Workspace workspace, IClient client)
{
    private readonly Lock turn = new();
    private readonly Dictionary<DocumentUri, (OpenDocument Document, DocumentFindings Findings)> known = [];
    private readonly Dictionary<DocumentUri, ImmutableArray<Diagnostic>> shown = [];
    private StatusParams? status;

    /// <summary>
    /// Shows the findings of a state of a document, unless there is a newer one: then nothing happens.
    /// </summary>
    public void Show(OpenDocument document, DocumentFindings findings)
    {
        // The check and the sending are one step, so that an older result can never follow a newer one.
        lock (turn)
        {
            if (!workspace.IsNewest(document))
            {
                return;
            }

            var others = TargetsOf(document.Uri);
            known[document.Uri] = (document, findings);
            Send(document.Uri);
            SendChanged(others.Union(TargetsOf(document.Uri)).Where(uri => uri != document.Uri));
            SendStatus();
        }
    }

    /// <summary>Takes back what a file, now closed, had to say.</summary>
    public void Close(DocumentUri uri)
    {
        lock (turn)
        {
            var others = TargetsOf(uri);
            known.Remove(uri);
            Send(uri);
            SendChanged(others.Where(other => other != uri));
            SendStatus();
        }
    }

    /// <summary>Tells the client the status, unless it has been told already.</summary>
    public void ShowStatus()
    {
        lock (turn)
        {
            SendStatus();
        }
    }

    private IEnumerable<DocumentUri> TargetsOf(DocumentUri uri) =>
        known.TryGetValue(uri, out var entry) ? [.. entry.Findings.ByPath.Keys.Select(DocumentPaths.ToUri)] : [];

    private void SendChanged(IEnumerable<DocumentUri> uris)
    {
        foreach (var uri in uris)
        {
            if (!shown.GetValueOrDefault(uri, []).SequenceEqual(DiagnosticsOf(uri)))
            {
                Send(uri);
            }
        }
    }

    private void Send(DocumentUri uri)
    {
        var diagnostics = DiagnosticsOf(uri);
        shown[uri] = diagnostics;
        if (diagnostics.IsEmpty)
        {
            shown.Remove(uri);
        }

        client.Publish(
            new DiagnosticsParams(uri, workspace.State.Documents.GetValueOrDefault(uri)?.Version, diagnostics)
        );
    }

    private ImmutableArray<Diagnostic> DiagnosticsOf(DocumentUri uri)
    {
        var path = DocumentPaths.Of(uri);
        var open = workspace.State.Documents.GetValueOrDefault(uri)?.Tree;
        var said = known
            .Values.Where(entry => TextUsed(entry.Document, uri, path) == open)
            .Select(entry => entry.Findings.ByPath.GetValueOrDefault(path, []))
            .ToImmutableArray();

        // Files that import the same file say the same about it.
        return said is [var alone]
            ? alone
            : [.. said.SelectMany(one => one).DistinctBy(one => (one.Range, one.Code, one.Message))];
    }

    private static DocumentTree? TextUsed(OpenDocument document, DocumentUri uri, string path) =>
        document.Uri == uri ? document.Tree : document.Imports.TreeOf(path);

    /// <summary>Derived from what is known, never counted along: so a status bar cannot get stuck.</summary>
    private void SendStatus()
    {
        var next = StatusParams.Ready;
        foreach (var (document, findings) in known.Values.OrderBy(entry => entry.Findings.State).Take(1))
        {
            next = findings.State switch
            {
                FindingsState.SyntaxOnly => StatusParams.Analysing($"simulating {Path.GetFileName(document.Path)}"),
                FindingsState.Failed => StatusParams.Failed(
                    $"the analysis of {Path.GetFileName(document.Path)} failed; see the log"
                ),
                FindingsState.Stopped => StatusParams.Failed(
                    $"the simulation of {Path.GetFileName(document.Path)} was stopped; the next edit starts it again"
                ),
                _ => StatusParams.Ready,
            };
        }

        if (next != status)
        {
            status = next;
            client.Report(next);
        }
    }
}
