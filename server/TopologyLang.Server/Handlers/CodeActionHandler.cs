using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Analysis.Editing;
using TopologyLang.Language.Queries.Fixes;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Publishing;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>
/// What can be done about a place: what mends a finding, checked, and other ways to write a declaration.
/// </summary>
public sealed class CodeActionHandler(Workspace workspace) : CodeActionHandlerBase
{
    private static readonly CodeActionKind FixAll = new("source.fixAll");

    public override async Task<CommandOrCodeActionContainer> Handle(
        CodeActionParams request,
        CancellationToken cancellationToken
    )
    {
        var state = workspace.State;
        if (workspace.Open(request.TextDocument) is not { } document)
        {
            return new CommandOrCodeActionContainer();
        }

        var range = Positions.SpanOf(document, request.Range);
        var fixes = await Answer
            .OrErrorAsync(
                "The code actions",
                async () =>
                    (List<Fix>)
                        [
                            .. WantsSimulated(request)
                                ? await SimulatedAsync(document, range, cancellationToken).ConfigureAwait(false)
                                : [],
                            .. TextFixes.At(document.Binding.Value, document.Binding.Value.Files[0], range),
                        ]
            )
            .ConfigureAwait(false);
        return new CommandOrCodeActionContainer(
            fixes
                .Where(fix => IsWanted(request, KindOf(fix.Kind)))
                .Select(fix => new CommandOrCodeAction(ActionOf(state, document, fix, request)))
        );
    }

    /// <summary>Actions are whole from the start.</summary>
    public override Task<CodeAction> Handle(CodeAction request, CancellationToken cancellationToken) =>
        Task.FromResult(request);

    protected override CodeActionRegistrationOptions CreateRegistrationOptions(
        CodeActionCapability capability,
        ClientCapabilities clientCapabilities
    ) =>
        new()
        {
            DocumentSelector = ServedDocuments.Selector,
            ResolveProvider = false,
            CodeActionKinds = new Container<CodeActionKind>(
                CodeActionKind.QuickFix,
                CodeActionKind.RefactorExtract,
                CodeActionKind.RefactorRewrite,
                CodeActionKind.SourceOrganizeImports,
                FixAll
            ),
        };

    private static async Task<IEnumerable<Fix>> SimulatedAsync(
        OpenDocument document,
        TextSpan range,
        CancellationToken cancellation
    )
    {
        if (await DocumentRequests.SimulatedAsync(document, cancellation).ConfigureAwait(false) is not { } analysis)
        {
            return [];
        }

        var expectation = ExpectationFixes.At(analysis, range.Start);
        return RemedyFixes.At(analysis, range, cancellation).Concat(expectation is null ? [] : [expectation]);
    }

    /// <summary>What runs before a file is saved must not wait for a simulation.</summary>
    private static bool WantsSimulated(CodeActionParams request) =>
        IsWanted(request, CodeActionKind.QuickFix) || IsWanted(request, CodeActionKind.RefactorRewrite);

    /// <summary>
    /// A kind stands for those below it: <c>refactor</c> for <c>refactor.rewrite</c>. What changes the whole file must
    /// be asked for.
    /// </summary>
    private static bool IsWanted(CodeActionParams request, CodeActionKind kind)
    {
        var asked = request.Context?.Only?.Select(only => only.ToString()).ToList();
        return asked is null or { Count: 0 }
            ? !kind.ToString().StartsWith("source", StringComparison.Ordinal)
            : asked.Exists(only =>
                kind.ToString() == only || kind.ToString().StartsWith(only + ".", StringComparison.Ordinal)
            );
    }

    private static CodeAction ActionOf(
        WorkspaceState state,
        OpenDocument document,
        Fix fix,
        CodeActionParams request
    ) =>
        new()
        {
            Title = fix.Title,
            Kind = KindOf(fix.Kind),
            IsPreferred = fix.IsPreferred,
            Diagnostics = AnsweredBy(document, fix, request),
            Edit = Edits.Of(
                state,
                fix.Changes.Select(change => (change.Path, document.Binding.Value.TextOf(change.Path), change.Change))
            ),
        };

    private static Container<Diagnostic>? AnsweredBy(OpenDocument document, Fix fix, CodeActionParams request)
    {
        if (fix.Answers is not { } answer)
        {
            return null;
        }

        var range = DiagnosticTranslation.RangeOf(document.Tree.Text, answer.Where.Span);
        var answered = (request.Context?.Diagnostics ?? [])
            .Where(one => one.Code?.String == answer.Code && one.Range == range)
            .ToList();
        return answered.Count == 0 ? null : new Container<Diagnostic>(answered);
    }

    private static CodeActionKind KindOf(FixKind kind) =>
        kind switch
        {
            FixKind.QuickFix => CodeActionKind.QuickFix,
            FixKind.Extract => CodeActionKind.RefactorExtract,
            FixKind.Rewrite => CodeActionKind.RefactorRewrite,
            FixKind.OrganizeImports => CodeActionKind.SourceOrganizeImports,
            _ => FixAll,
        };
}
