using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TopologyLang.Server.Lifetime;

/// <summary>
/// Writes messages to the client, each whole and at once. The library hands its own over as to any pipe; it would write
/// them in pieces of 4 KiB. A notification that is large and goes out with every edit is written as bytes here, without
/// the library's copies in between.
/// </summary>
/// <param name="output">To the client; only this writes to it.</param>
public sealed class MessageWriter(Stream output) : PipeWriter
{
    private static readonly JsonWriterOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly Lock turn = new();

    /// <summary>
    /// What the library has handed over of a message that is not complete; it makes one message after the other.
    /// </summary>
    private readonly ArrayBufferWriter<byte> begun = new();

    /// <summary>The body of a notification, used again and again; behind <see cref="turn"/>.</summary>
    private readonly ArrayBufferWriter<byte> body = new();

    /// <summary>
    /// Sends a notification now. Where the client is gone nothing happens: the end of its input says so.
    /// </summary>
    /// <param name="write">Writes its parameters.</param>
    public void Notify(string method, Action<Utf8JsonWriter> write)
    {
        lock (turn)
        {
            body.ResetWrittenCount();
            using (var json = new Utf8JsonWriter(body, Json))
            {
                json.WriteStartObject();
                json.WriteString("jsonrpc"u8, "2.0"u8);
                json.WriteString("method"u8, method);
                json.WritePropertyName("params"u8);
                write(json);
                json.WriteEndObject();
            }

            try
            {
                output.Write(
                    Encoding.ASCII.GetBytes(
                        string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.WrittenCount}\r\n\r\n")
                    )
                );
                output.Write(body.WrittenSpan);
                output.Flush();
            }
            catch (Exception gone) when (gone is IOException or ObjectDisposedException) { }
        }
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => begun.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => begun.GetSpan(sizeHint);

    public override void Advance(int bytes) => begun.Advance(bytes);

    /// <summary>Keeps a part of a message. The library flushes by itself when the message is complete.</summary>
    public override ValueTask<FlushResult> WriteAsync(
        ReadOnlyMemory<byte> source,
        CancellationToken cancellationToken = default
    )
    {
        begun.Write(source.Span);
        return default;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        lock (turn)
        {
            output.Write(begun.WrittenSpan);
            output.Flush();
        }

        begun.ResetWrittenCount();
        return default;
    }

    public override void CancelPendingFlush() { }

    public override void Complete(Exception? exception = null) { }
}
