using System.Text;
using Newtonsoft.Json.Linq;
using TopologyLang.Server.Tests.Rpc;

namespace TopologyLang.Server.Tests;

public sealed class RobustnessTests
{
    private const string Uri = "file:///a.topo";
    private const string Version = "{\"jsonrpc\":\"2.0\",";

    private const string Opening =
        """{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///a.topo","version":1,"text":""}}}""";

    /// <summary>Where one starts with its id or its method, "jsonrpc" is put before that.</summary>
    public static TheoryData<string> Malformed =>
        [
            "{",
            "[]",
            "5",
            "null",
            "\"text\"",
            "{}",
            """{"id":{},"method":"textDocument/hover"}""",
            """{"jsonrpc":{},"id":60,"method":"topology/simulate","params":{}}""",
            """{"jsonrpc":[[[]]],"method":"workspace/didChangeWatchedFiles","params":{}}""",
            """{"jsonrpc":2,"id":61,"method":"textDocument/hover","params":{}}""",
            """{"jsonrpc":"2.0","id":62,"method":{},"params":{}}""",
            """{"jsonrpc":"2.0","id":63,"method":[],"params":5}""",
            """{"jsonrpc":"2.0","id":1e308,"method":"textDocument/hover"}""",
            """{"jsonrpc":"2.0","id":[],"result":{}}""",
            """{"jsonrpc":"2.0","id":99999999999999999999,"error":[]}""",
            """[{"jsonrpc":{}},{"jsonrpc":"2.0","method":7}]""",
            """{"id":70,"method":"textDocument/hover"}""",
            """{"id":71,"method":"textDocument/hover","params":{}}""",
            """{"id":72,"method":"textDocument/hover","params":{"textDocument":5}}""",
            """{"id":73,"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///a.topo"}}}""",
            """{"id":74,"method":"textDocument/hover","params":{"textDocument":{"uri":"::::"},"position":{"line":-1,"character":-5}}}""",
            """{"id":75,"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///a.topo"},"position":{"line":9,"character":0}}}""",
            """{"id":76,"method":"textDocument/formatting","params":{}}""",
            """{"id":77,"method":"topology/simulate"}""",
            """{"id":78,"method":"topology/simulate","params":{"textDocument":{"uri":"file:///"}}}""",
            """{"id":79,"method":"no/such/method","params":{}}""",
            """{"method":"no/such/notification","params":{}}""",
            """{"method":"$/progress","params":7}""",
            """{"method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///a.topo","version":9},"contentChanges":7}}""",
            """{"method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///b.topo"},"contentChanges":[{"text":""}]}}""",
            """{"method":"textDocument/didClose","params":{"textDocument":{"uri":"file:///b.topo"}}}""",
            """{"method":"textDocument/didOpen","params":{"textDocument":{}}}""",
            """{"method":"workspace/didChangeConfiguration","params":{"settings":[1,2]}}""",
            """{"method":"workspace/didChangeConfiguration","params":{"settings":{"topology":{"checker":{"maxStates":"many"}}}}}""",
            """{"method":"workspace/didChangeConfiguration","params":{"settings":{"topology":{"checker":{"maxStates":999999999999999999}}}}}""",
            """{"method":"workspace/didChangeConfiguration","params":{"settings":{"topology":{"checker":{"maxMemory":"much","threads":-3}}}}}""",
            """{"method":"workspace/didChangeWatchedFiles","params":{"changes":[{}]}}""",
            """{"id":12345,"result":null}""",
            """{"method":"$/cancelRequest","params":{"id":4711}}""",
        ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_malformed_message_does_not_end_the_conversation(string body)
    {
        await using var session = await ServerSession.StartAsync();
        await session.OpenAsync(Uri, Texts.Stale);

        await session.Client.SendTextAsync(
            body.Replace("{\"id\"", Version + "\"id\"").Replace("{\"method\"", Version + "\"method\"")
        );

        await session.EditAsync(Uri, 2, (0, 0, 0, 0, Texts.MisspeltKeyword));
        await session.DiagnosticsAsync(Uri, 2, codes => codes.Length == 2);
    }

    [Fact]
    public async Task A_message_may_name_its_content_type()
    {
        await using var session = await ServerSession.StartAsync();

        await session.Client.SendBytesAsync(
            Encoding.ASCII.GetBytes(
                "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: "
                    + $"{Opening.Length}\r\n\r\n{Opening}"
            )
        );

        await session.DiagnosticsAsync("file:///a.topo", 1);
    }

    [Fact]
    public async Task An_unknown_request_is_answered_with_an_error()
    {
        await using var session = await ServerSession.StartAsync();

        var answer = await session.RequestAsync("no/such", Uri);

        Assert.Equal(-32601, (int)answer["error"]!["code"]!);
    }

    [Theory]
    [InlineData("textDocument/hover")]
    [InlineData("textDocument/formatting")]
    [InlineData("topology/simulate")]
    [InlineData("topology/graph")]
    [InlineData("topology/kernels")]
    [InlineData("topology/runs")]
    [InlineData("topology/runText")]
    [InlineData("topology/tests")]
    public async Task A_request_for_a_file_that_nobody_knows_is_answered_with_null(string method)
    {
        await using var session = await ServerSession.StartAsync();

        var answer = await session.RequestAsync(method, "file:///nowhere/unknown.topo");

        Assert.Null(answer["error"]);
        Assert.Equal(JTokenType.Null, answer["result"]!.Type);
    }

    [Fact]
    public async Task A_message_before_initialize_does_not_keep_it_from_working()
    {
        await using var session = ServerSession.Silent();
        await session.OpenAsync(Uri, Texts.Stale);

        var answer = await session.Client.RequestAsync(
            "initialize",
            new { processId = (int?)null, capabilities = new { } }
        );

        Assert.NotNull(answer["result"]!["capabilities"]);
    }

    [Theory]
    [InlineData("textDocument/hover")]
    [InlineData("no/such/method")]
    [InlineData("shutdown")]
    public async Task A_request_before_initialize_is_told_that_it_is_too_early(string method)
    {
        await using var session = ServerSession.Silent();

        // The library sends no error before it has answered initialize.
        var early = session.Client.RequestAsync(method, new { });
        await session.Client.RequestAsync("initialize", new { processId = (int?)null, capabilities = new { } });
        await session.Client.NotifyAsync("initialized", new { });

        Assert.Equal(-32002, (int)(await early)["error"]!["code"]!);
    }

    [Fact]
    public async Task A_request_after_shutdown_is_refused()
    {
        await using var session = await ServerSession.StartAsync();
        Assert.Null((await session.Client.RequestAsync("shutdown", null))["error"]);

        var answer = await session.RequestAsync("textDocument/hover", Uri);

        Assert.Equal(-32600, (int)answer["error"]!["code"]!);
    }

    [Theory]
    [InlineData("textDocument/hover", ",\"params\":null")]
    [InlineData("textDocument/formatting", "")]
    [InlineData("textDocument/completion", ",\"params\":[]")]
    [InlineData("topology/simulate", ",\"params\":null")]
    public async Task A_request_without_parameters_is_told_so(string method, string parameters)
    {
        await using var session = await ServerSession.StartAsync();

        await session.Client.SendTextAsync($"{Version}\"id\":4711,\"method\":\"{method}\"{parameters}}}");
        var answer = await session.Client.FirstAsync(message => (string?)message["id"] == "4711");

        Assert.Equal(
            (-32602, $"{method} needs parameters: an object"),
            ((int)answer["error"]!["code"]!, (string)answer["error"]!["message"]!)
        );
    }
}
