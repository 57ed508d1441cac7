namespace TopologyLang.Language.Binding.Partition;

/// <summary>Things in groups: those that share a name are in one, and so on from one to the next.</summary>
internal sealed class NameGroups(int things)
{
    private readonly int[] parents = [.. Enumerable.Range(0, things)];
    private readonly Dictionary<string, int> first = new(things, StringComparer.Ordinal);

    public void Join(int thing, string name)
    {
        if (!first.TryAdd(name, thing))
        {
            Join(thing, first[name]);
        }
    }

    /// <summary>The older group takes the younger one in, so that a group is known by its first thing.</summary>
    private void Join(int one, int other)
    {
        var (a, b) = (Root(one), Root(other));
        parents[Math.Max(a, b)] = Math.Min(a, b);
    }

    /// <summary>
    /// The number of each thing's group, counted in the order of their first things, and how many groups there are.
    /// </summary>
    public (int[] GroupOf, int Count) Numbered()
    {
        var groupOf = new int[parents.Length];
        var count = 0;
        for (var thing = 0; thing < groupOf.Length; thing++)
        {
            var root = Root(thing);
            groupOf[thing] = root == thing ? count++ : groupOf[root];
        }

        return (groupOf, count);
    }

    private int Root(int thing)
    {
        while (parents[thing] != thing)
        {
            thing = parents[thing] = parents[parents[thing]];
        }

        return thing;
    }
}
