using System.Numerics;

namespace TopologyLang.Simulation.Coherence.Order;

/// <summary>A set of program steps, by their index. Equal by value; it is never changed.</summary>
internal sealed class StepSet : IEquatable<StepSet>
{
    private const int WordBits = 64;

    private readonly ulong[] words;

    private StepSet(ulong[] words) => this.words = words;

    public int Count => words.Sum(BitOperations.PopCount);

    /// <param name="steps">Of the program.</param>
    public static StepSet Empty(int steps) => new(new ulong[(steps + WordBits - 1) / WordBits]);

    public static StepSet Of(int steps, IEnumerable<int> members)
    {
        var set = Empty(steps);
        foreach (var member in members)
        {
            set.words[member / WordBits] |= 1UL << (member % WordBits);
        }

        return set;
    }

    public bool Contains(int step) => (words[step / WordBits] >> (step % WordBits) & 1) != 0;

    public StepSet With(int step)
    {
        var copy = (ulong[])words.Clone();
        copy[step / WordBits] |= 1UL << (step % WordBits);
        return new StepSet(copy);
    }

    public StepSet Union(StepSet other) => Combined(other, (one, two) => one | two);

    public StepSet Except(StepSet other) => Combined(other, (one, two) => one & ~two);

    public bool IsSubsetOf(StepSet other)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if ((words[i] & ~other.words[i]) != 0)
            {
                return false;
            }
        }

        return true;
    }

    public IEnumerable<int> Members()
    {
        for (var i = 0; i < words.Length; i++)
        {
            for (var left = words[i]; left != 0; left &= left - 1)
            {
                yield return (i * WordBits) + BitOperations.TrailingZeroCount(left);
            }
        }
    }

    public bool Equals(StepSet? other) => other is not null && words.AsSpan().SequenceEqual(other.words);

    public override bool Equals(object? obj) => Equals(obj as StepSet);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var word in words)
        {
            hash.Add(word);
        }

        return hash.ToHashCode();
    }

    private StepSet Combined(StepSet other, Func<ulong, ulong, ulong> combine)
    {
        var result = new ulong[words.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = combine(words[i], other.words[i]);
        }

        return new StepSet(result);
    }
}
