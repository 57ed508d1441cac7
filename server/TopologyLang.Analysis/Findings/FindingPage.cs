namespace TopologyLang.Analysis.Findings;

/// <summary>
/// What there is to say about a kind of finding, apart from any one file. The documentation and <c>topo explain</c>
/// show it.
/// </summary>
/// <param name="Code">As of <see cref="FindingCode.Id"/>.</param>
/// <param name="Title">A few words.</param>
/// <param name="Meaning">What it says about the file.</param>
/// <param name="Why">Why it matters.</param>
/// <param name="Remedy">What to do.</param>
public sealed record FindingPage(string Code, string Title, string Meaning, string Why, string Remedy)
{
    /// <summary>Why there is no example; null where there is one.</summary>
    public string? NoExample { get; init; }

    /// <summary>The example gives the finding with this <c>--max-states</c>; null: with the default.</summary>
    public long? MaxStates { get; init; }

    /// <summary>A file that gives this finding and no other; null where <see cref="NoExample"/> says why.</summary>
    public string? Example => NoExample is null ? FindingExamples.Of(Code) : null;

    /// <summary>The page's place below the folder of the documentation.</summary>
    public string DocumentPath => $"findings/{Code}.md";
}
