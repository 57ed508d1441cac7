namespace TopologyLang.Language.Syntax;

/// <summary>How the formatter writes single things.</summary>
internal static class Layout
{
    /// <summary>With single spaces; as it stands where a comment is inside.</summary>
    public static string Member(DeclarationSyntax syntax, MemberSyntax member) =>
        member switch
        {
            _ when HasComment(syntax, member.Span) => syntax.Text.Substring(member.Span.Start, member.Span.Length),
            PropertySyntax property => $"{property.Name} = {Value(syntax, property.Value)}",
            StatementSyntax statement => string.Join(' ', statement.Parts.Select(part => part.Token.Text)),
            _ => syntax.Text.Substring(member.Span.Start, member.Span.Length),
        };

    public static string Value(DeclarationSyntax syntax, ValueSyntax value) =>
        value switch
        {
            ListValue list => $"[{string.Join(", ", list.Items.Select(item => Value(syntax, item)))}]",
            ViaValue via => $"{via.Device} via {via.Domain}",
            PcieValue pcie => $"pcie {pcie.Address.Address}",
            _ => syntax.Text.Substring(value.Span.Start, value.Span.Length),
        };

    public static bool HasComment(DeclarationSyntax syntax, TextSpan span)
    {
        foreach (var trivia in syntax.Trivia)
        {
            if (trivia.Kind != TriviaKind.BlankLine && trivia.Span.Start >= span.Start && trivia.Span.End <= span.End)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many line ends stand between two offsets.</summary>
    public static int Newlines(string text, int start, int end)
    {
        var count = 0;
        for (var at = start; at < end; )
        {
            if (Characters.IsNewline(text[at]))
            {
                count++;
                at = Characters.SkipNewline(text, at);
            }
            else
            {
                at++;
            }
        }

        return count;
    }
}
