using System.Collections.Concurrent;
using System.Collections.Immutable;
using OmniSharp.Extensions.LanguageServer.Protocol;
using OmniSharp.Extensions.LanguageServer.Protocol.Client.Capabilities;
using OmniSharp.Extensions.LanguageServer.Protocol.Document;
using OmniSharp.Extensions.LanguageServer.Protocol.Models;
using TopologyLang.Language.Queries;
using TopologyLang.Language.Syntax;
using TopologyLang.Server.Documents;
using TopologyLang.Server.Handlers.Translation;
using TopologyLang.Server.Workspaces;

namespace TopologyLang.Server.Handlers;

/// <summary>What each word is, for colours: of a file, of a range, or what has changed since the last answer.</summary>
public sealed class SemanticTokensHandler(Workspace workspace) : SemanticTokensHandlerBase
{
    /// <summary>In the order of <see cref="TokenKind"/>: a kind's number is its place in the legend.</summary>
    private static readonly SemanticTokensLegend Legend = new()
    {
        TokenTypes = new Container<SemanticTokenType>(
            Enum.GetNames<TokenKind>().Select(name => new SemanticTokenType(char.ToLowerInvariant(name[0]) + name[1..]))
        ),
        TokenModifiers = new Container<SemanticTokenModifier>(
            SemanticTokenModifier.Declaration,
            SemanticTokenModifier.DefaultLibrary
        ),
    };

    /// <summary>The last answer for a file: the next one may be told as its difference.</summary>
    private readonly ConcurrentDictionary<DocumentUri, TokenAnswer> answers = new();
    private int last;

    private sealed record TokenAnswer(string Id, ImmutableArray<int> Data);

    public override Task<SemanticTokens?> Handle(SemanticTokensParams request, CancellationToken cancellationToken) =>
        workspace.AskAsync(
            "The colouring",
            request.TextDocument,
            cancellationToken,
            document =>
            {
                var answer = Remember(document, Encoded(document, range: null));
                return new SemanticTokens { ResultId = answer.Id, Data = answer.Data };
            }
        );

    public override Task<SemanticTokensFullOrDelta?> Handle(
        SemanticTokensDeltaParams request,
        CancellationToken cancellationToken
    ) =>
        workspace.AskAsync(
            "The colouring",
            request.TextDocument,
            cancellationToken,
            document =>
            {
                var before = answers.GetValueOrDefault(document.Uri);
                var answer = Remember(document, Encoded(document, range: null));
                return before?.Id == request.PreviousResultId
                    ? new SemanticTokensFullOrDelta(
                        new SemanticTokensDelta { ResultId = answer.Id, Edits = Difference(before!.Data, answer.Data) }
                    )
                    : new SemanticTokensFullOrDelta(new SemanticTokens { ResultId = answer.Id, Data = answer.Data });
            }
        );

    public override Task<SemanticTokens?> Handle(
        SemanticTokensRangeParams request,
        CancellationToken cancellationToken
    ) =>
        workspace.AskAsync(
            "The colouring",
            request.TextDocument,
            cancellationToken,
            document => new SemanticTokens { Data = Encoded(document, Positions.SpanOf(document, request.Range)) }
        );

    protected override SemanticTokensRegistrationOptions CreateRegistrationOptions(
        SemanticTokensCapability capability,
        ClientCapabilities clientCapabilities
    ) =>
        new()
        {
            DocumentSelector = ServedDocuments.Selector,
            Legend = Legend,
            Full = new SemanticTokensCapabilityRequestFull { Delta = true },
            Range = true,
        };

    protected override Task Tokenize(
        SemanticTokensBuilder builder,
        ITextDocumentIdentifierParams identifier,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("the three requests are answered without the library's builder");

    protected override Task<SemanticTokensDocument> GetSemanticTokensDocument(
        ITextDocumentIdentifierParams @params,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException("the three requests are answered without the library's documents");

    private TokenAnswer Remember(OpenDocument document, ImmutableArray<int> data)
    {
        foreach (var closed in answers.Keys.Where(uri => !workspace.State.Documents.ContainsKey(uri)))
        {
            answers.TryRemove(closed, out _);
        }

        var id = Interlocked.Increment(ref last).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return answers[document.Uri] = new TokenAnswer(id, data);
    }

    /// <summary>As the protocol has it: five numbers a token, its place counted from the token before it.</summary>
    private static ImmutableArray<int> Encoded(OpenDocument document, TextSpan? range)
    {
        var text = document.Tree.Text;
        var tokens = SemanticToken.Of(
            document.Binding.Value,
            document.Tree.Tree,
            range ?? new TextSpan(0, text.Length)
        );
        var data = ImmutableArray.CreateBuilder<int>(tokens.Length * 5);
        var before = default(LinePosition);
        foreach (var token in tokens)
        {
            var at = text.PositionOf(token.Span.Start);
            data.Add(at.Line - before.Line);
            data.Add(at.Line == before.Line ? at.Character - before.Character : at.Character);
            data.Add(token.Span.Length);
            data.Add((int)token.Kind);
            data.Add((token.IsDeclaration ? 1 : 0) | (token.IsDefaultLibrary ? 2 : 0));
            before = at;
        }

        return data.DrainToImmutable();
    }

    /// <summary>One edit: what lies between the numbers that are the same at the start and those at the end.</summary>
    private static Container<SemanticTokensEdit> Difference(ImmutableArray<int> before, ImmutableArray<int> after)
    {
        var start = before.AsSpan().CommonPrefixLength(after.AsSpan());
        var shorter = Math.Min(before.Length, after.Length) - start;
        var end = 0;
        while (end < shorter && before[^(end + 1)] == after[^(end + 1)])
        {
            end++;
        }

        return start == before.Length && start == after.Length
            ? new Container<SemanticTokensEdit>()
            : new Container<SemanticTokensEdit>(
                new SemanticTokensEdit
                {
                    Start = start,
                    DeleteCount = before.Length - start - end,
                    Data = after[start..^end],
                }
            );
    }
}
