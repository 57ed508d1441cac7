namespace TopologyLang.Language.Syntax;

/// <summary>Which known word somebody may have meant.</summary>
public static class Spelling
{
    private const int LongestWord = 64;

    /// <summary>
    /// The known word with the fewest typing errors between it and <paramref name="word"/>, of several the first by the
    /// alphabet, in whatever order they come; null where all are too far away.
    /// </summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        if (word.Length is 0 or > LongestWord)
        {
            return null;
        }

        // One error is allowed in a word of up to five letters, two up to eight, three beyond: more turns any word into
        // any other.
        var allowed =
            word.Length <= 5 ? 1
            : word.Length <= 8 ? 2
            : 3;
        string? best = null;
        var bestDistance = allowed + 1;
        foreach (var candidate in known)
        {
            if (candidate.Length > LongestWord || Math.Abs(candidate.Length - word.Length) > bestDistance)
            {
                continue;
            }

            var distance = Distance(word, candidate);
            var isNearer =
                distance < bestDistance
                || distance == bestDistance && best is not null && string.CompareOrdinal(candidate, best) < 0;
            if (isNearer && distance < candidate.Length)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>
    /// Optimal string alignment: insertions, deletions, replacements and swapped neighbours; capitals do not count.
    /// </summary>
    private static int Distance(string a, string b)
    {
        Span<int> beforeLast = stackalloc int[b.Length + 1];
        Span<int> last = stackalloc int[b.Length + 1];
        Span<int> current = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }
            }

            var free = beforeLast;
            beforeLast = last;
            last = current;
            current = free;
        }

        return last[b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
