using Newtonsoft.Json.Linq;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Server.Tests;

/// <summary>What a client makes of the edits and ranges of the protocol.</summary>
internal static class Edits
{
    /// <param name="edits">Each with its <c>range</c> in the text as it is now; of two at one place the first comes
    /// first.</param>
    public static string Apply(string text, IEnumerable<JToken> edits)
    {
        var source = SourceText.From(text);
        return edits
            .Reverse()
            .OrderByDescending(edit => Offset(source, edit["range"]!["start"]!))
            .Aggregate(
                text,
                (edited, edit) =>
                    edited[..Offset(source, edit["range"]!["start"]!)]
                    + (string)edit["newText"]!
                    + edited[Offset(source, edit["range"]!["end"]!)..]
            );
    }

    public static string TextIn(string text, JToken range)
    {
        var source = SourceText.From(text);
        return text[Offset(source, range["start"]!)..Offset(source, range["end"]!)];
    }

    private static int Offset(SourceText source, JToken position) =>
        source.OffsetOf(new LinePosition((int)position["line"]!, (int)position["character"]!));
}
