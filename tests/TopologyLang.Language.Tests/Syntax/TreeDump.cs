using System.Text;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Tests.Syntax;

/// <summary>A tree as text, so that two trees can be compared.</summary>
internal static class TreeDump
{
    public static string Of(SyntaxTree tree)
    {
        var dump = new StringBuilder();
        foreach (var declaration in tree.Declarations.Append(tree.End))
        {
            dump.Append(declaration.Start)
                .Append('|')
                .Append(declaration.Syntax.Text)
                .AppendLine("|")
                .AppendLine(Meaning(declaration.Syntax));
        }

        dump.AppendJoin('\n', tree.Errors);
        return dump.ToString();
    }

    /// <summary>Without places, comments and layout.</summary>
    public static string Meaning(DeclarationSyntax syntax)
    {
        var dump = new StringBuilder();
        dump.Append(syntax.Keyword).Append(' ').Append(syntax.Name).Append(" : ").Append(syntax.Template);
        dump.Append(" import ").Append(syntax.ImportPath);
        foreach (var clause in syntax.Clauses)
        {
            dump.Append(' ').Append(clause.Keyword).Append(' ').AppendJoin(',', clause.Names);
        }

        foreach (var member in syntax.Members)
        {
            dump.AppendLine().Append("  ").Append(Member(syntax, member));
        }

        return dump.Append('\n').Append(syntax.DocComment).ToString();
    }

    private static string Member(DeclarationSyntax syntax, MemberSyntax member) =>
        member switch
        {
            PropertySyntax property => $"{property.Name} = {Layout.Value(syntax, property.Value)}",
            StatementSyntax statement =>
                $"{statement.Form}: {string.Join(' ', statement.Parts.Select(part => part.Token))}",
            _ => $"bad {syntax.Text.Substring(member.Span.Start, member.Span.Length)}",
        };
}
