namespace TopologyLang.Analysis.Editing;

/// <summary>A few words that an editor shows in the text although they do not stand there.</summary>
/// <param name="Offset">In the file.</param>
/// <param name="Why">For whoever points at it; null where the words say everything.</param>
public sealed record Hint(int Offset, string Text, string? Why);
