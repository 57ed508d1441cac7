using System.Text;
using System.Text.Json;

namespace TopologyLang.Benchmarks;

/// <summary>
/// Messages as bytes, written and read without a look into them. A client that makes objects of a thousand diagnostics
/// takes longer for that than the server for all of its work, and its own garbage collections would be counted as the
/// server's.
/// </summary>
public sealed class Frames(Stream toServer, Stream fromServer)
{
    private static readonly byte[] EndOfHeader = "\r\n\r\n"u8.ToArray();

    private byte[] bytes = new byte[1 << 20];
    private int read;

    public void Send(object message)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(message);
        toServer.Write([.. Encoding.ASCII.GetBytes($"Content-Length: {body.Length}\r\n\r\n"), .. body]);
        toServer.Flush();
    }

    /// <summary>Reads until a message comes that is wanted; the others are dropped.</summary>
    /// <exception cref="EndOfStreamException">The server has ended.</exception>
    public void ReadUntil(Predicate<ReadOnlyMemory<byte>> wanted)
    {
        for (var found = false; !found; )
        {
            int start;
            while ((start = bytes.AsSpan(0, read).IndexOf(EndOfHeader)) < 0)
            {
                Fill();
            }

            start += EndOfHeader.Length;
            var end = start + LengthIn(bytes.AsSpan(0, start));
            while (read < end)
            {
                Fill();
            }

            found = wanted(bytes.AsMemory(start, end - start));
            bytes.AsSpan(end, read - end).CopyTo(bytes);
            read -= end;
        }
    }

    private static int LengthIn(ReadOnlySpan<byte> header)
    {
        var text = Encoding.ASCII.GetString(header);
        var start = text.IndexOf("Content-Length:", StringComparison.Ordinal) + "Content-Length:".Length;
        return int.Parse(text.AsSpan(start..text.IndexOf('\r', start)), provider: null);
    }

    private void Fill()
    {
        if (read == bytes.Length)
        {
            Array.Resize(ref bytes, bytes.Length * 2);
        }

        var more = fromServer.Read(bytes, read, bytes.Length - read);
        read += more > 0 ? more : throw new EndOfStreamException("the server has ended");
    }
}
