using Newtonsoft.Json.Linq;
using OmniSharp.Extensions.LanguageServer.Protocol;
using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Analysis.Editing;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>
/// Above programs and scenarios "Run" and the verdict, above devices the box, above domains whether they enforce
/// coherency. Where they stand is known at once; what they say is filled in when the simulation is done.
/// </summary>
public sealed class CodeLensHandler(Workspace workspace) : CodeLensHandlerBase
{
    /// <summary>The client's command for both; its argument is <c>{ uri, kind, name }</c>.</summary>
    public const string ShowRun = "topology.showRun";

    public override async Task<CodeLensContainer> Handle(CodeLensParams request, CancellationToken cancellationToken) =>
        await workspace
            .AskAsync(
                "The code lenses",
                request.TextDocument,
                cancellationToken,
                document => new CodeLensContainer(Lenses.Of(document.Tree.Tree).SelectMany(lens => Of(document, lens)))
            )
            .ConfigureAwait(false)
        ?? new CodeLensContainer();

    public override async Task<CodeLens> Handle(CodeLens request, CancellationToken cancellationToken)
    {
        if (request.Command is not null)
        {
            return request;
        }

        var (uri, kind, name) = (
            (string?)request.Data?["uri"],
            (string?)request.Data?["kind"],
            (string?)request.Data?["name"]
        );
        if (uri is null || name is null || DeclarationKinds.Of(kind ?? "") is not { } declaration)
        {
            return request with { Command = Command.Create("") with { Title = "" } };
        }

        var identifier = new TextDocumentIdentifier { Uri = DocumentUri.From(uri) };
        var title =
            await workspace
                .AskSimulatedAsync(
                    "The code lens",
                    identifier,
                    cancellationToken,
                    analysis => Lenses.Text(analysis, declaration, name)
                )
                .ConfigureAwait(false)
            ?? "being simulated …";
        var command = declaration is DeclarationKind.Program or DeclarationKind.Scenario
            ? Command.Create(ShowRun, (JObject)request.Data!)
            : Command.Create("");
        return request with { Command = command with { Title = title } };
    }

    protected override CodeLensRegistrationOptions CreateRegistrationOptions(
        CodeLensCapability capability,
        ClientCapabilities clientCapabilities
    ) => new() { DocumentSelector = ServedDocuments.Selector, ResolveProvider = true };

    private static IEnumerable<CodeLens> Of(OpenDocument document, Lens lens)
    {
        var range = Positions.RangeOf(document, lens.Span);
        var subject = new JObject
        {
            ["uri"] = document.Uri.ToString(),
            ["kind"] = lens.Kind.Keyword(),
            ["name"] = lens.Name,
        };
        if (lens.Runs)
        {
            yield return new CodeLens
            {
                Range = range,
                Command = Command.Create(ShowRun, subject) with { Title = "▷ Run" },
            };
        }

        yield return new CodeLens { Range = range, Data = subject };
    }
}
