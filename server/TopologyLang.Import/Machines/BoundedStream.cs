using TopologyLang.Import.Reading;

namespace TopologyLang.Import.Machines;

/// <summary>Ends with an error where a compressed archive unpacks to more than a machine can have.</summary>
internal sealed class BoundedStream(Stream inner, string name, long most) : Stream
{
    private long read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        read += count;
        return read <= most
            ? count
            : throw new ImportException($"{name}: unpacked it is larger than {most >> 20} MiB: no machine's archive");
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
