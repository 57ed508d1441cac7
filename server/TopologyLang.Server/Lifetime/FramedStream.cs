using System.Globalization;
using System.Text;

namespace TopologyLang.Server.Lifetime;

/// <summary>
/// Passes on the messages of an input, each with its length before it, and nothing else. The library takes a header
/// without a length for one of no bytes, and the header after it for a message. Here it is passed over, and the next
/// message is read as one. Source: LSP 3.17, Base protocol, Header part.
/// </summary>
public sealed class FramedStream(Stream inner) : Stream
{
    private const string LengthField = "Content-Length:";

    /// <summary>A message carries a file at most; what says to be longer is a mistake.</summary>
    private const int LongestBody = 256 * 1024 * 1024;

    /// <summary>A longer line is none of a header; its end may still be one, where a message has no line end.</summary>
    private const int LongestLine = 4096;

    private readonly byte[] buffer = new byte[16 * 1024];
    private readonly StringBuilder line = new();
    private ReadOnlyMemory<byte> unused;
    private ReadOnlyMemory<byte> header;
    private int bodyLeft;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var atHeader = header.IsEmpty && bodyLeft == 0;
        if (buffer.IsEmpty || (atHeader && !await ReadHeaderAsync(cancellationToken).ConfigureAwait(false)))
        {
            return 0;
        }

        if (!header.IsEmpty)
        {
            return Taken(ref header, buffer);
        }

        if (unused.IsEmpty && !await FillAsync(cancellationToken).ConfigureAwait(false))
        {
            return 0;
        }

        var read = Taken(ref unused, buffer[..Math.Min(buffer.Length, bodyLeft)]);
        bodyLeft -= read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static int Taken(ref ReadOnlyMemory<byte> source, Memory<byte> target)
    {
        var count = Math.Min(source.Length, target.Length);
        source[..count].CopyTo(target);
        source = source[count..];
        return count;
    }

    /// <returns>False where the input has ended.</returns>
    private async ValueTask<bool> ReadHeaderAsync(CancellationToken cancellation)
    {
        int? length = null;
        while (await ReadLineAsync(cancellation).ConfigureAwait(false))
        {
            if (line.Length > 0)
            {
                length = LengthIn(line.ToString()) ?? length;
                continue;
            }

            if (length is > 0 and <= LongestBody)
            {
                bodyLeft = length.Value;
                header = Encoding.ASCII.GetBytes(
                    string.Create(CultureInfo.InvariantCulture, $"{LengthField} {length}\r\n\r\n")
                );
                return true;
            }

            length = null;
        }

        return false;
    }

    /// <summary>The field may stand behind a message that came without a header, on the same line.</summary>
    private static int? LengthIn(string line) =>
        line.LastIndexOf(LengthField, StringComparison.OrdinalIgnoreCase) is >= 0 and var at
        && int.TryParse(
            line.AsSpan(at + LengthField.Length),
            NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture,
            out var length
        )
            ? length
            : null;

    /// <returns>False where the input has ended before the line has.</returns>
    private async ValueTask<bool> ReadLineAsync(CancellationToken cancellation)
    {
        line.Clear();
        while (!unused.IsEmpty || await FillAsync(cancellation).ConfigureAwait(false))
        {
            var next = (char)unused.Span[0];
            unused = unused[1..];
            if (next == '\n')
            {
                line.Length -= line.Length > 0 && line[^1] == '\r' ? 1 : 0;
                return true;
            }

            if (line.Length == LongestLine)
            {
                line.Remove(0, LongestLine / 2);
            }

            line.Append(next);
        }

        return false;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        var count = await inner.ReadAsync(buffer, cancellation).ConfigureAwait(false);
        unused = buffer.AsMemory(0, count);
        return count > 0;
    }
}
