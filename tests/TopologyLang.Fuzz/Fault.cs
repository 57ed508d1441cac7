namespace TopologyLang.Fuzz;

/// <summary>A property that an input broke.</summary>
internal sealed class Fault(string message) : Exception(message)
{
    public static void Unless(bool holds, string property)
    {
        if (!holds)
        {
            throw new Fault(property);
        }
    }
}
