namespace TopologyLang.Fuzz;

/// <summary>Something that must hold for every input.</summary>
internal interface ITarget
{
    string Name { get; }

    /// <summary>Tried once in so many rounds: more where an input takes long.</summary>
    int Rounds => 1;

    /// <summary>Some input got as far as what is looked for; a target without one has tried nothing.</summary>
    bool HasTried => true;

    /// <summary>Makes an input from the numbers and tries it. The same numbers make the same input.</summary>
    /// <param name="input">Told the input before it is tried, for the report of a fault.</param>
    /// <exception cref="Exception">A fault: a broken property, or any exception of the product's.</exception>
    Task TryAsync(Random random, Action<string> input);
}
