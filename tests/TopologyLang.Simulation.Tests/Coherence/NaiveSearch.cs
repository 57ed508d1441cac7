namespace TopologyLang.Simulation.Tests.Coherence;

/// <summary>Every run of a model, as a graph of its worlds.</summary>
internal static class NaiveSearch
{
    public static NaiveAnswer Run(NaiveModel model, CancellationToken cancellation)
    {
        var depth = new Dictionary<string, int> { [model.Start.Key] = 1 };
        var before = new Dictionary<string, List<string>>();
        var wrong = new List<(int Length, bool Older, string After)>();
        var ends = new Stack<string>();
        var now = new Queue<NaiveWorld>([model.Start]);
        while (now.TryDequeue(out var world))
        {
            cancellation.ThrowIfCancellationRequested();
            if (model.IsEnd(world))
            {
                ends.Push(world.Key);
            }

            foreach (var next in model.Next(world))
            {
                var key = next.World.Key;
                before.TryAdd(key, []);
                before[key].Add(world.Key);
                if (next.Read is { } read && read != next.Expected)
                {
                    wrong.Add((depth[world.Key], read < next.Expected, key));
                    if (model.AlwaysEnds && read < next.Expected)
                    {
                        return new NaiveAnswer(depth[world.Key], null, true);
                    }
                }

                if (depth.TryAdd(key, depth[world.Key] + 1))
                {
                    now.Enqueue(next.World);
                }
            }
        }

        var reachesEnd = ReachingEnd(ends, before);
        var counted = wrong.Where(one => reachesEnd.Contains(one.After)).ToList();
        return new NaiveAnswer(
            counted.Where(one => one.Older).Select(one => (int?)one.Length).Min(),
            counted.Where(one => !one.Older).Select(one => (int?)one.Length).Min(),
            reachesEnd.Count > 0
        );
    }

    private static HashSet<string> ReachingEnd(Stack<string> left, Dictionary<string, List<string>> before)
    {
        var reaching = left.ToHashSet();
        while (left.TryPop(out var world))
        {
            foreach (var one in before.GetValueOrDefault(world, []).Where(reaching.Add))
            {
                left.Push(one);
            }
        }

        return reaching;
    }
}
