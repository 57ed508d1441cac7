using CsCheck;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Tests.Syntax;

/// <summary>
/// One edit of a text of whatever length, so that a list of them can be shortened to what a fault needs.
/// </summary>
/// <param name="At">Where, in thousandths of the text.</param>
/// <param name="Removed">How many characters go, where there are as many.</param>
internal sealed record RandomEdit(int At, int Removed, string Inserted)
{
    /// <summary>Texts to try of a test whose every edit parses the text anew.</summary>
    public const int Texts = 60;

    public TextChange In(int length)
    {
        var start = (int)((long)length * At / 1000);
        return new TextChange(new TextSpan(start, Math.Min(Removed, length - start)), Inserted);
    }

    /// <summary>
    /// Up to thirty edits, each inserting one of the snippets; every fourth removes something as well, or only removes.
    /// </summary>
    public static Gen<RandomEdit[]> Some(string[] snippets)
    {
        var insertion = Gen.Select(Gen.Int[0, 1000], Gen.OneOf(snippets), (at, text) => new RandomEdit(at, 0, text));
        var removal = Gen.Select(
            Gen.Int[0, 1000],
            Gen.Int[1, 59],
            Gen.OneOf([.. snippets, ""]),
            (at, removed, text) => new RandomEdit(at, removed, text)
        );
        return Gen.Frequency<RandomEdit>((3, insertion), (1, removal)).Array[1, 30];
    }
}
