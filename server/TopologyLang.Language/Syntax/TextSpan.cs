namespace TopologyLang.Language.Syntax;

/// <summary>A range of UTF-16 code units; an end that another span starts with is not part of it.</summary>
public readonly record struct TextSpan(int Start, int Length)
{
    public int End => Start + Length;

    public static TextSpan FromBounds(int start, int end) => new(start, end - start);

    public bool Contains(int offset) => offset >= Start && offset < End;

    /// <summary>
    /// As <see cref="Contains"/>, and true at the end too: where a cursor stands after the last character of a word.
    /// </summary>
    public bool Touches(int offset) => offset >= Start && offset <= End;

    public TextSpan Shift(int by) => new(Start + by, Length);
}
