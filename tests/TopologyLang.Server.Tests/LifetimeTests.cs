using System.Diagnostics;
using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

public sealed class LifetimeTests
{
    [Fact]
    public async Task Exit_after_shutdown_ends_with_0()
    {
        await using var session = await ServerSession.StartAsync();
        await session.Client.RequestAsync("shutdown", null);

        await session.Client.NotifyAsync("exit", null);

        Assert.Equal(0, await session.Server.WaitAsync(JsonRpcClient.Patience));
    }

    [Fact]
    public async Task Exit_without_shutdown_ends_with_1()
    {
        await using var session = await ServerSession.StartAsync();

        await session.Client.NotifyAsync("exit", null);

        Assert.Equal(1, await session.Server.WaitAsync(JsonRpcClient.Patience));
    }

    [Fact]
    public async Task Exit_while_a_simulation_runs_does_not_wait_for_it()
    {
        await using var session = await ServerSession.StartAsync(analyses: SpoiltAnalyses.Create);
        await session.OpenAsync("file:///nowhere/a.topo", SpoiltAnalyses.Endless);
        await session.DiagnosticsAsync("file:///nowhere/a.topo", 1);
        await session.Client.RequestAsync("shutdown", null);

        await session.Client.NotifyAsync("exit", null);

        Assert.Equal(0, await session.Server.WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_end_of_the_input_ends_the_server(bool initialized)
    {
        await using var session = initialized ? await ServerSession.StartAsync() : ServerSession.Silent();

        await session.HangUpAsync();

        Assert.Equal(1, await session.Server.WaitAsync(JsonRpcClient.Patience));
    }

    [Theory]
    [InlineData("garbage\n")]
    [InlineData("Content-Length: 50\r\n\r\n{\"jsonrpc\"")]
    public async Task An_input_that_ends_within_a_message_ends_the_server(string input)
    {
        using var stream = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(input));

        var server = Task.Run(() => LanguageServerHost.RunAsync(stream, Stream.Null, CancellationToken.None));

        Assert.Equal(1, await server.WaitAsync(JsonRpcClient.Patience));
    }

    [Fact]
    public async Task The_death_of_the_clients_process_ends_the_server()
    {
        using var process = Process.Start(
            OperatingSystem.IsWindows()
                ? new ProcessStartInfo("ping", "-n 600 127.0.0.1")
                : new ProcessStartInfo("sleep", "600")
        )!;
        await using var session = await ServerSession.StartAsync(processId: process.Id);
        Assert.False(session.Server.IsCompleted);

        process.Kill();

        Assert.Equal(1, await session.Server.WaitAsync(JsonRpcClient.Patience));
    }

    [Fact]
    public async Task Nothing_that_is_printed_gets_among_the_messages()
    {
        await using var session = await ServerSession.StartAsync();

        Assert.NotSame(Console.OpenStandardOutput(), Console.Out);
        Console.WriteLine("this must go to standard error");

        Assert.Equal(0, await session.ShutDownAsync());
    }
}
