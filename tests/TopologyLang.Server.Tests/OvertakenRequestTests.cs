using System.Collections.Immutable;
using Microsoft.VisualStudio.Threading;
using OmniSharp.Extensions.JsonRpc;
using OmniSharp.Extensions.LanguageServer.Protocol;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Analyses;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Handlers;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Tests;

/// <summary>
/// While a request is answered the workspace may change, and what is worked at is ended. The client has not cancelled
/// anything: it gets an answer, or hears that its text is an old one.
/// </summary>
public sealed class OvertakenRequestTests
{
    private static readonly JoinableTaskContext Context = new(mainThread: null, synchronizationContext: null);
    private static readonly DocumentUri Uri = DocumentUri.From("file:///nowhere/a.topo");

    [Fact]
    public async Task A_change_of_the_workspaces_folders_lets_it_be_answered_anew()
    {
        using var workspace = await OpenedAsync();

        var answer = await AskAsync(workspace, state => state.With(ImmutableArray.Create("/elsewhere")));

        Assert.Equal("/elsewhere", answer);
    }

    [Fact]
    public async Task An_edit_makes_it_one_about_an_old_text()
    {
        using var workspace = await OpenedAsync();

        var error = await Assert.ThrowsAsync<RpcErrorException>(() =>
            AskAsync(workspace, state => state.With(Uri, 2, DocumentTree.Of(SourceText.From("host other { }"))))
        );

        Assert.Equal(-32801, error.Code);
    }

    /// <summary>Answers with the workspace's folder; the change comes while the first answer is made.</summary>
    private static Task<string?> AskAsync(Workspace workspace, Func<WorkspaceState, WorkspaceState> change)
    {
        var first = true;
        return workspace.AskAsync(
            "The folder",
            new TextDocumentIdentifier(Uri),
            CancellationToken.None,
            (state, _) =>
            {
                if (!first)
                {
                    return state.Roots.Single();
                }

                first = false;
                Context.Factory.Run(() => workspace.ChangeAsync(change));
                throw new OperationCanceledException();
            }
        );
    }

    private static async Task<Workspace> OpenedAsync()
    {
        var simulations = new AsyncSemaphore(1);
        var workspace = new Workspace(
            Context,
            new AnalysisFactory(Context.Factory, simulations, new ImportCache(), AnalysisCalls.Of)
        );
        await workspace.ChangeAsync(state => state.With(Uri, 1, DocumentTree.Of(SourceText.From("host h { }"))));
        return workspace;
    }
}
