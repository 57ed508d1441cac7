using System.Collections.Immutable;

namespace TopologyLang.Simulation.Coherence.Lines;

/// <summary>
/// A line's state as one word. A step depends on a value only through "is it the newest", and every write makes all
/// earlier values old, so one bit for each value is exact: memory's words, each cache's state and words, two bits for
/// each word of a buffer. Where accesses to a word may happen in another order than the text's, the shape says how many
/// values are told apart, and each has its number.
/// </summary>
internal sealed class LineCode(LineShape shape)
{
    private const int Old = 0;
    private const int New = 1;

    /// <summary>Bits of the word that are used; more than 64 where a state does not fit.</summary>
    public static int Bits(LineShape shape) =>
        (shape.Words * shape.ValueBits)
        + (shape.Caches * (2 + (shape.Words * shape.ValueBits)))
        + (shape.Buffers ? shape.Cpus * (1 + shape.ValueBits) * shape.Words : 0);

    public ulong Pack(Line line)
    {
        var code = new BitWriter();
        for (var word = 0; word < shape.Words; word++)
        {
            code.Write(Number(line, word, line.Memory[word]), shape.ValueBits);
        }

        foreach (var copy in line.Caches)
        {
            code.Write((int)copy.State, 2);
            for (var word = 0; word < shape.Words; word++)
            {
                code.Write(copy.State == CopyState.Invalid ? 0 : Number(line, word, copy.Words[word]), shape.ValueBits);
            }
        }

        foreach (var buffer in line.Buffers)
        {
            for (var word = 0; word < shape.Words; word++)
            {
                code.Write(buffer[word] == Line.Absent ? 0 : 1 + Number(line, word, buffer[word]), 1 + shape.ValueBits);
            }
        }

        return code.Bits;
    }

    /// <summary>One of the states with this code.</summary>
    public Line Unpack(ulong code)
    {
        var bits = new BitReader(code);
        var memory = Words(ref bits);
        var caches = new LineCopy[shape.Caches];
        for (var cache = 0; cache < caches.Length; cache++)
        {
            var state = (CopyState)bits.Read(2);
            var words = Words(ref bits);
            caches[cache] = state == CopyState.Invalid ? LineCopy.Invalid : new LineCopy(state, words);
        }

        var buffers = new ImmutableArray<int>[shape.Buffers ? shape.Cpus : 0];
        for (var cpu = 0; cpu < buffers.Length; cpu++)
        {
            buffers[cpu] = Buffer(ref bits);
        }

        return new Line(memory, [.. caches], [.. buffers], [.. Enumerable.Repeat(New, shape.Words)]);
    }

    private int Number(Line line, int word, int value) =>
        shape.Values > 0 ? value
        : value == line.Newest[word] ? New
        : Old;

    private ImmutableArray<int> Words(ref BitReader bits)
    {
        var words = new int[shape.Words];
        for (var word = 0; word < words.Length; word++)
        {
            words[word] = bits.Read(shape.ValueBits);
        }

        return [.. words];
    }

    private ImmutableArray<int> Buffer(ref BitReader bits)
    {
        var words = new int[shape.Words];
        for (var word = 0; word < words.Length; word++)
        {
            words[word] = bits.Read(1 + shape.ValueBits) is var held and not 0 ? held - 1 : Line.Absent;
        }

        return [.. words];
    }

    private struct BitWriter
    {
        private int next;

        public ulong Bits { get; private set; }

        public void Write(int value, int width)
        {
            Bits |= (ulong)value << next;
            next += width;
        }
    }

    private struct BitReader(ulong bits)
    {
        private ulong left = bits;

        public int Read(int width)
        {
            var value = (int)(left & ((1UL << width) - 1));
            left >>= width;
            return value;
        }
    }
}
