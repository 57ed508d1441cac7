using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Queries.Fixes;

/// <summary>Declares a name that something speaks of and nothing declares.</summary>
public static class MissingDeclarations
{
    public static IEnumerable<Fix> Of(Binding.Binding binding, BoundFile file) =>
        from error in binding.Errors
        where error.Code == BindingCodes.UnknownName && error.Where.Path == file.Path
        let owner = OwnerOf(binding, error.Where)
        where owner is not null
        from reference in owner.Local.References
        where owner.Place(reference.Token.Span) == error.Where
        let skeleton = Skeleton(binding, owner, reference.Kind, reference.Token.Text)
        where skeleton is not null
        select new Fix(
            $"Declare the {reference.Kind.Keyword()} `{reference.Token}`",
            FixKind.QuickFix,
            [
                new FileChange(
                    file.Path,
                    new TextChange(new TextSpan(owner.Declaration.Span.Start, 0), $"{skeleton}\n\n")
                ),
            ]
        )
        {
            Answers = (error.Code, error.Where),
        };

    private static Symbol? OwnerOf(Binding.Binding binding, FileSpan where) =>
        binding.All.FirstOrDefault(symbol =>
            symbol.Path == where.Path
            && symbol.Declaration.Start <= where.Span.Start
            && symbol.Declaration.End > where.Span.Start
        );

    /// <summary>Null where it has to stand on something that the file does not have.</summary>
    private static string? Skeleton(Binding.Binding binding, Symbol owner, DeclarationKind kind, string name)
    {
        var host =
            Clause(owner, "on") is { } on && binding.Find(DeclarationKind.Host, on) is not null
                ? on
                : First(binding, DeclarationKind.Host);
        var iommu = First(binding, DeclarationKind.Iommu);
        return kind switch
        {
            DeclarationKind.Host => $"host {name} {{ }}",
            DeclarationKind.Template when owner.Kind.HasProperties() =>
                $"template {name} : {owner.Kind.Keyword()} {{ }}",
            DeclarationKind.Scenario => $"scenario {name} {{ }}",
            DeclarationKind.Device when iommu is not null =>
                $"device {name} behind {iommu} {{ bus = pcie {Completion.FreeAddress.Of(binding)} }}",
            DeclarationKind.Iommu or DeclarationKind.Guest when host is not null =>
                $"{kind.Keyword()} {name} on {host} {{ }}",
            DeclarationKind.Domain when host is not null => $"domain {name} on {host} {{ api = vfio_type1 }}",
            _ => null,
        };
    }

    private static string? Clause(Symbol owner, string keyword) =>
        owner.Declaration.Syntax.Clause(keyword)?.Names[0].Text;

    private static string? First(Binding.Binding binding, DeclarationKind kind) =>
        binding.All.FirstOrDefault(symbol => symbol.Kind == kind && symbol.Name.Length > 0)?.Name;
}
