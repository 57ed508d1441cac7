using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

public sealed class InitializationTests
{
    [Fact]
    public async Task A_client_without_dynamic_registration_gets_every_capability_in_the_answer()
    {
        await using var session = await ServerSession.StartAsync(dynamicRegistration: false);

        var capabilities = session.Initialized["capabilities"]!;
        Assert.Equal(2, (int)capabilities["textDocumentSync"]!["change"]!);
        Assert.True((bool)capabilities["textDocumentSync"]!["openClose"]!);
        Assert.NotNull(capabilities["hoverProvider"]);
        Assert.NotNull(capabilities["documentFormattingProvider"]);
        await session.StatusesAsync("ready");
        Assert.DoesNotContain(session.Client.Received, message => (string?)message["method"] == "client/registerCapability");
    }

    [Fact]
    public async Task A_client_with_dynamic_registration_is_asked_to_register_them()
    {
        await using var session = await ServerSession.StartAsync(dynamicRegistration: true);

        var message = await session.Client.FirstAsync(message => (string?)message["method"] == "client/registerCapability");
        var registrations = message["params"]!["registrations"]!
            .ToDictionary(one => (string)one["method"]!, one => one["registerOptions"]!);
        string[] expected =
        [
            "textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "textDocument/didSave",
            "textDocument/hover", "textDocument/formatting", "workspace/didChangeWatchedFiles",
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
