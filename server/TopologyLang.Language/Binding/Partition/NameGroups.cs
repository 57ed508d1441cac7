namespace TopologyLang.Language.Binding.Partition;

/// <summary>Things in groups: those that share a name are in one, and so on from one to the next.</summary>
internal sealed class NameGroups(int things)
{
    private readonly int[] _parents = [.. Enumerable.Range(0, things)];
    private readonly Dictionary<string, int> _first = new(things, StringComparer.Ordinal);

    public void Join(int thing, string name)
    {
        if (!_first.TryAdd(name, thing))
        {
            Join(thing, _first[name]);
        }
    }

    /// <summary>The older group takes the younger one in, so that a group is known by its first thing.</summary>
    private void Join(int one, int other)
    {
        var (a, b) = (Root(one), Root(other));
        _parents[Math.Max(a, b)] = Math.Min(a, b);
    }

    /// <summary>The number of each thing's group, counted in the order of their first things, and how many groups there are.</summary>
    public (int[] GroupOf, int Count) Numbered()
    {
        var groupOf = new int[_parents.Length];
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
        while (_parents[thing] != thing)
        {
            thing = _parents[thing] = _parents[_parents[thing]];
        }

        return thing;
    }
}
