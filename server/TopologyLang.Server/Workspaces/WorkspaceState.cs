using System.Collections.Immutable;
using OmniSharp.Extensions.LanguageServer.Protocol;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Server.Analyses;
using TopologyLang.Server.Documents;

namespace TopologyLang.Server.Workspaces;

/// <summary>
/// Everything that the client has told the server; never changes. A method answers the state after one message.
/// </summary>
/// <param name="Roots">The workspace's folders, absolute.</param>
/// <param name="Calls">Made anew for new settings.</param>
public sealed record WorkspaceState(
    ImmutableDictionary<DocumentUri, OpenDocument> Documents,
    ImmutableArray<string> Roots,
    AnalysisCalls Calls,
    AnalysisFactory Analyses
)
{
    /// <summary>
    /// The open files' texts by path: what is imported from an editor counts before what is on disk. Every document
    /// holds those of its time, so that an edit must make no copy of them.
    /// </summary>
    public ImmutableDictionary<string, DocumentTree> Texts { get; private init; } =
        ImmutableDictionary<string, DocumentTree>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Known from the first message on.</summary>
    public ClientFeatures Client { get; init; } = ClientFeatures.Least;

    public static WorkspaceState Empty(AnalysisFactory analyses) =>
        new(ImmutableDictionary<DocumentUri, OpenDocument>.Empty, [], analyses.For(AnalysisOptions.Default), analyses);

    /// <summary>Opens a file, or gives an open one its next text. Files that import it are analysed anew.</summary>
    public WorkspaceState With(DocumentUri uri, int? version, DocumentTree tree)
    {
        var path = DocumentPaths.Of(uri);
        var told = this with { Texts = Texts.SetItem(path, tree) };
        var opened = told with { Documents = Documents.SetItem(uri, told.Begin(uri, path, version, tree)) };
        return opened.Refresh(document => document.Uri != uri && document.Imports.Contains(path));
    }

    /// <summary>Closes a file: what is on disk counts from now on for those that import it.</summary>
    public WorkspaceState Without(DocumentUri uri)
    {
        var path = DocumentPaths.Of(uri);
        var left = Documents.Remove(uri);
        var same = left.Values.FirstOrDefault(document => document.Path == path);
        return (
            this with
            {
                Documents = left,
                Texts = same is null ? Texts.Remove(path) : Texts.SetItem(path, same.Tree),
            }
        ).Refresh(document => document.Imports.Contains(path));
    }

    /// <summary>Closes everything: the server ends.</summary>
    public WorkspaceState WithoutAll() => this with { Documents = Documents.Clear(), Texts = Texts.Clear() };

    /// <summary>These files changed on disk.</summary>
    public WorkspaceState FilesChanged(ImmutableArray<string> paths) =>
        Refresh(document => paths.Any(document.Imports.Contains));

    public WorkspaceState With(AnalysisOptions options) =>
        (this with { Calls = Analyses.For(options) }).Refresh(_ => true);

    public WorkspaceState With(ImmutableArray<string> roots) => (this with { Roots = roots }).Refresh(_ => true);

    /// <summary>Gives the chosen documents a new analysis of the same text.</summary>
    public WorkspaceState Refresh(Func<OpenDocument, bool> chosen)
    {
        var documents = Documents.ToBuilder();
        foreach (var document in Documents.Values.Where(chosen))
        {
            documents[document.Uri] = Begin(document.Uri, document.Path, document.Version, document.Tree);
        }

        return this with
        {
            Documents = documents.ToImmutable(),
        };
    }

    /// <summary>
    /// Makes the state of a document in this workspace. It does not become one of <see cref="Documents"/>.
    /// </summary>
    public OpenDocument Begin(DocumentUri uri, string path, int? version, DocumentTree tree) =>
        Analyses.Begin(new Surroundings(Texts, Roots, Calls), uri, path, version, tree);
}
