using Newtonsoft.Json.Linq;
using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

public sealed class InitializationTests
{
    /// <summary>
    /// Each capability with the method that is registered for it; null where it is only ever announced in the answer.
    /// </summary>
    private static readonly (string Capability, string? Method)[] Providers =
    [
        ("hoverProvider", "textDocument/hover"),
        ("completionProvider", "textDocument/completion"),
        ("signatureHelpProvider", "textDocument/signatureHelp"),
        ("declarationProvider", "textDocument/declaration"),
        ("definitionProvider", "textDocument/definition"),
        ("typeDefinitionProvider", "textDocument/typeDefinition"),
        ("referencesProvider", "textDocument/references"),
        ("documentHighlightProvider", "textDocument/documentHighlight"),
        ("documentSymbolProvider", "textDocument/documentSymbol"),
        ("workspaceSymbolProvider", "workspace/symbol"),
        ("codeActionProvider", "textDocument/codeAction"),
        ("codeLensProvider", "textDocument/codeLens"),
        ("documentLinkProvider", "textDocument/documentLink"),
        ("documentFormattingProvider", "textDocument/formatting"),
        ("documentRangeFormattingProvider", "textDocument/rangeFormatting"),
        ("documentOnTypeFormattingProvider", "textDocument/onTypeFormatting"),
        ("renameProvider", "textDocument/rename"),
        ("foldingRangeProvider", "textDocument/foldingRange"),
        ("selectionRangeProvider", "textDocument/selectionRange"),
        ("callHierarchyProvider", "textDocument/prepareCallHierarchy"),
        ("semanticTokensProvider", "textDocument/semanticTokens"),
        ("inlayHintProvider", null),
    ];

    [Fact]
    public async Task A_client_without_dynamic_registration_gets_every_capability_in_the_answer()
    {
        await using var session = await ServerSession.StartAsync(dynamicRegistration: false);

        var capabilities = session.Initialized["capabilities"]!;
        Assert.Equal(2, (int)capabilities["textDocumentSync"]!["change"]!);
        Assert.True((bool)capabilities["textDocumentSync"]!["openClose"]!);
        Assert.All(
            Providers,
            provider =>
                Assert.True(
                    capabilities[provider.Capability]?.Type is not (null or JTokenType.Null),
                    provider.Capability
                )
        );
        await session.StatusesAsync("ready");
        Assert.DoesNotContain(
            session.Client.Received,
            message => (string?)message["method"] == "client/registerCapability"
        );
    }

    [Fact]
    public async Task A_client_with_dynamic_registration_is_asked_to_register_them()
    {
        await using var session = await ServerSession.StartAsync(dynamicRegistration: true);

        var message = await session.Client.FirstAsync(message =>
            (string?)message["method"] == "client/registerCapability"
        );
        var registrations = message["params"]!["registrations"]!.ToDictionary(
            one => (string)one["method"]!,
            one => one["registerOptions"]!
        );
        string[] expected =
        [
            "textDocument/didOpen",
            "textDocument/didChange",
            "textDocument/didClose",
            "textDocument/didSave",
            "workspace/didChangeWatchedFiles",
            .. Providers.Select(provider => provider.Method).OfType<string>(),
        ];
        Assert.Superset(expected.ToHashSet(), registrations.Keys.ToHashSet());
        Assert.Equal(2, (int)registrations["textDocument/didChange"]["syncKind"]!);
        var watcher = Assert.Single(registrations["workspace/didChangeWatchedFiles"]["watchers"]!);
        Assert.Equal("**/*.topo", (string)watcher["globPattern"]!);
        Assert.Equal(7, (int)watcher["kind"]!);
    }

    [Fact]
    public async Task The_server_says_who_it_is_and_that_it_is_ready()
    {
        await using var session = await ServerSession.StartAsync();

        Assert.Equal("topo", (string)session.Initialized["serverInfo"]!["name"]!);
        await session.StatusesAsync("ready");
    }
}
