using TopologyLang.Language.Binding;
using TopologyLang.Language.Queries;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Server.Handlers.Translation;

/// <summary>Where "go to" leads.</summary>
public static class Targets
{
    public static FileSpan? Declared(Binding binding, string path, int offset) =>
        ImportedFile(binding, path, offset)
        ?? (NameQuery.At(binding, path, offset) is { } named ? NameQuery.DeclarationOf(binding, named) : null);

    public static FileSpan? Template(Binding binding, string path, int offset) =>
        NameQuery.At(binding, path, offset) is { Buffer: null } named
            ? NameQuery.TemplateOf(binding, named.Symbol)?.NameSpan
            : null;

    private static FileSpan? ImportedFile(Binding binding, string path, int offset) =>
        binding.ElementAt(path, offset) is { Kind: SyntaxElementKind.ImportPath } element
        && binding.Imports.TryGetValue((path, element.Owner.Declaration.Start), out var file)
            ? new FileSpan(file, new TextSpan(0, 0))
            : null;
}
