using System.Collections.Immutable;
using System.Text;

namespace TopologyLang.Import.Writing;

/// <summary>Declarations as .topo text. Padding is the formatter's work.</summary>
public static class TopoText
{
    private const int LongestComment = 200;

    public static string Of(
        IEnumerable<string> introduction,
        IEnumerable<Declaration> declarations,
        IEnumerable<string> afterwards
    )
    {
        var text = new StringBuilder();
        Comments(text, introduction);
        foreach (var declaration in declarations)
        {
            text.Append('\n');
            Declaration(text, declaration);
        }

        ImmutableArray<string> last = [.. afterwards];
        if (last.Length > 0)
        {
            text.Append('\n');
            Comments(text, last);
        }

        return text.ToString();
    }

    private static void Comments(StringBuilder text, IEnumerable<string> comments)
    {
        foreach (var comment in comments)
        {
            text.Append("// ").Append(OneLine(comment)).Append('\n');
        }
    }

    private static void Declaration(StringBuilder text, Declaration declaration)
    {
        if (declaration.Doc.Length > 0)
        {
            text.Append("/// ").Append(OneLine(declaration.Doc)).Append('\n');
        }

        text.Append(declaration.Head).Append(" {\n");
        foreach (var line in declaration.Lines)
        {
            var property = line.Name is null ? "" : $"{line.Name} = {line.Value}  ";
            text.Append("  ").Append(property).Append("// ").Append(OneLine(line.Comment)).Append('\n');
        }

        text.Append("}\n");
    }

    /// <summary>What was read from a machine may hold anything; a comment ends with its line.</summary>
    private static string OneLine(string comment)
    {
        var line = string.Concat(comment.Select(character => character is >= ' ' and < '\x7f' ? character : '?'))
            .TrimEnd();
        return line.Length <= LongestComment ? line : line[..LongestComment] + "...";
    }
}
