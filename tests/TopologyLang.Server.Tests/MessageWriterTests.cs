using System.Text;
using Newtonsoft.Json.Linq;
using TopologyLang.Server.Lifetime;

namespace TopologyLang.Server.Tests;

public sealed class MessageWriterTests
{
    private const int Messages = 500;

    [Fact]
    public async Task A_message_of_the_library_and_one_of_the_server_never_mix()
    {
        var output = new MemoryStream();
        var writer = new MessageWriter(output);

        await Task.WhenAll(Task.Run(() => SendAsLibraryAsync(writer)), Task.Run(() => Notify(writer)));

        var methods = Read(output.ToArray()).Select(message => (string)message["method"]!).ToList();
        Assert.Equal(Messages, methods.Count(method => method == "library"));
        Assert.Equal(Messages, methods.Count(method => method == "server"));
    }

    [Fact]
    public void A_text_arrives_as_it_was()
    {
        var output = new MemoryStream();

        new MessageWriter(output).Notify("server", json => json.WriteStringValue("a\"b\\c\n\u0001 <é>"));

        Assert.Equal("a\"b\\c\n\u0001 <é>", (string)Read(output.ToArray()).Single()["params"]!);
    }

    [Fact]
    public void Nothing_happens_where_the_client_is_gone()
    {
        var closed = new MemoryStream();
        closed.Dispose();

        Assert.Null(
            Record.Exception(() => new MessageWriter(closed).Notify("server", json => json.WriteNumberValue(1)))
        );
    }

    /// <summary>In pieces, and flushed when it is complete.</summary>
    private static async Task SendAsLibraryAsync(MessageWriter writer)
    {
        for (var message = 0; message < Messages; message++)
        {
            var body = Encoding.UTF8.GetBytes($$"""{"method":"library","params":"{{new string('x', message)}}"}""");
            await writer.WriteAsync(Encoding.ASCII.GetBytes($"Content-Length: {body.Length}\r\n\r\n"));
            await writer.WriteAsync(body);
            await writer.FlushAsync();
        }
    }

    private static void Notify(MessageWriter writer)
    {
        for (var message = 0; message < Messages; message++)
        {
            var text = new string('y', message);
            writer.Notify("server", json => json.WriteStringValue(text));
        }
    }

    private static IEnumerable<JObject> Read(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length; )
        {
            var end = at + bytes.AsSpan(at).IndexOf("\r\n\r\n"u8);
            var length = int.Parse(
                Encoding.ASCII.GetString(bytes, at, end - at)["Content-Length: ".Length..],
                provider: null
            );
            at = end + 4 + length;
            yield return JObject.Parse(Encoding.UTF8.GetString(bytes, end + 4, length));
        }
    }
}
