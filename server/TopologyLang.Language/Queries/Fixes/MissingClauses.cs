using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Queries.Fixes;

/// <summary>
/// Says where a declaration belongs that does not: on each host, behind each IOMMU, in each guest of the file.
/// </summary>
public static class MissingClauses
{
    /// <summary>More to choose from is no help.</summary>
    private const int Most = 5;

    public static IEnumerable<Fix> Of(Binding.Binding binding, BoundFile file) =>
        from error in binding.Errors
        where error.Code == BindingCodes.MissingClause && error.Where.Path == file.Path
        let owner = binding.All.FirstOrDefault(symbol => symbol.NameSpan == error.Where)
        where owner is not null
        from fix in (
            from clause in Schema.Clauses(owner.Kind)
            where clause.Keyword != "using"
            from target in binding.All
            where target.Kind == clause.Target && target.Name.Length > 0
            select Of(file, owner, $"{clause.Keyword} {target.Name}", error)
        ).Take(Most)
        select fix;

    private static Fix Of(BoundFile file, Symbol owner, string clause, BindingError error)
    {
        var head = owner.Declaration.Syntax;
        var after = (head.Template ?? head.Name!.Value).Span.End + owner.Declaration.Start;
        return new Fix(
            $"Add `{clause}`",
            FixKind.QuickFix,
            [new FileChange(file.Path, new TextChange(new TextSpan(after, 0), $" {clause}"))]
        )
        {
            Answers = (error.Code, error.Where),
        };
    }
}
