namespace TopologyLang.Architecture.Tests.Arrows;

/// <summary>Ways along arrows that lead back to where they began.</summary>
internal static class Circles
{
    /// <summary>
    /// The shortest circle of each knot, a knot being files that all lead to each other. So each knot is named once,
    /// with the few arrows that are enough to see it.
    /// </summary>
    public static IReadOnlyList<List<Arrow>> Shortest(IEnumerable<Arrow> arrows)
    {
        var from = arrows.ToLookup(arrow => arrow.From, StringComparer.Ordinal);
        return
        [
            .. Knots(from)
                .Select(knot =>
                    knot.Order(StringComparer.Ordinal)
                        .Select(file => ShortestThrough(file, from))
                        .MinBy(circle => circle.Count)!
                ),
        ];
    }

    /// <summary>Files that lead to each other, two or more at a time.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Knots(IEnumerable<Arrow> arrows) =>
        Knots(arrows.ToLookup(arrow => arrow.From, StringComparer.Ordinal));

    private static List<IReadOnlyList<string>> Knots(ILookup<string, Arrow> from)
    {
        var search = new KnotSearch(from);
        foreach (var file in from.Select(group => group.Key).Order(StringComparer.Ordinal))
        {
            search.Visit(file);
        }

        return search.Knots;
    }

    private static List<Arrow> ShortestThrough(string start, ILookup<string, Arrow> from)
    {
        var cameBy = new Dictionary<string, Arrow>(StringComparer.Ordinal);
        var next = new Queue<string>([start]);
        while (!cameBy.ContainsKey(start))
        {
            foreach (var arrow in from[next.Dequeue()].Where(arrow => cameBy.TryAdd(arrow.To, arrow)))
            {
                next.Enqueue(arrow.To);
            }
        }

        var circle = new List<Arrow> { cameBy[start] };
        while (circle[^1].From != start)
        {
            circle.Add(cameBy[circle[^1].From]);
        }

        circle.Reverse();
        return circle;
    }

    /// <summary>R. E. Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1 (1972).</summary>
    private sealed class KnotSearch(ILookup<string, Arrow> from)
    {
        private readonly Dictionary<string, int> number = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> lowest = new(StringComparer.Ordinal);
        private readonly Stack<string> open = new();

        public List<IReadOnlyList<string>> Knots { get; } = [];

        public void Visit(string file)
        {
            if (!number.TryAdd(file, number.Count))
            {
                return;
            }

            lowest[file] = number[file];
            open.Push(file);
            foreach (var arrow in from[file])
            {
                Visit(arrow.To);
                if (open.Contains(arrow.To))
                {
                    lowest[file] = Math.Min(lowest[file], lowest[arrow.To]);
                }
            }

            if (lowest[file] == number[file])
            {
                Close(file);
            }
        }

        private void Close(string file)
        {
            var knot = new List<string>();
            do
            {
                knot.Add(open.Pop());
            } while (knot[^1] != file);

            if (knot.Count > 1)
            {
                knot.Reverse();
                Knots.Add(knot);
            }
        }
    }
}
