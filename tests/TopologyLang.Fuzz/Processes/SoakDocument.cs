using Newtonsoft.Json.Linq;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Fuzz.Processes;

/// <summary>
/// A file that is open in the client. Each second edit takes the one before back, so that its length does not drift.
/// </summary>
internal sealed class SoakDocument(string uri, string text)
{
    private TextChange? back;
    private int version = 1;

    public string Uri => uri;

    public string Text { get; private set; } = text;

    public static async Task<SoakDocument> OpenAsync(ServerProcess server, string uri)
    {
        var text = await File.ReadAllTextAsync(new Uri(uri).LocalPath).ConfigureAwait(false);
        await server.OpenAsync(uri, text).ConfigureAwait(false);
        return new SoakDocument(uri, text);
    }

    public async Task EditAsync(ServerProcess server, Random random)
    {
        var change = back ?? Next(random);
        var source = SourceText.From(Text);
        var (start, end) = (source.PositionOf(change.Span.Start), source.PositionOf(change.Span.End));
        back = back is null
            ? new TextChange(
                new TextSpan(change.Span.Start, change.NewText.Length),
                Text.Substring(change.Span.Start, change.Span.Length)
            )
            : null;
        Text = Mutation.Applied(Text, change);
        await server
            .NotifyAsync(
                "textDocument/didChange",
                new JObject
                {
                    ["textDocument"] = new JObject { ["uri"] = uri, ["version"] = ++version },
                    ["contentChanges"] = new JArray(
                        new JObject
                        {
                            ["range"] = new JObject
                            {
                                ["start"] = new JObject { ["line"] = start.Line, ["character"] = start.Character },
                                ["end"] = new JObject { ["line"] = end.Line, ["character"] = end.Character },
                            },
                            ["text"] = change.NewText,
                        }
                    ),
                }
            )
            .ConfigureAwait(false);
    }

    /// <summary>
    /// One that the protocol can say, and take back: no half of a surrogate pair, no carriage return alone.
    /// </summary>
    private TextChange Next(Random random)
    {
        while (true)
        {
            var change = Mutation.Change(random, Text);
            if (
                change.NewText.All(letter => !char.IsSurrogate(letter) && letter != '\r')
                && !Text.Substring(change.Span.Start, change.Span.Length).Any(char.IsSurrogate)
            )
            {
                return change;
            }
        }
    }
}
