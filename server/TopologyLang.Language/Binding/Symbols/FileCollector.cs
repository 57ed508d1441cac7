using TopologyLang.Language.Binding.Declarations;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;

namespace TopologyLang.Language.Binding.Symbols;

/// <summary>
/// Follows the imports of a file and puts all declarations in order: those of an imported file where its first import
/// stands.
/// </summary>
internal sealed class FileCollector(ImportResolver imports, ErrorList errors, CancellationToken cancellation)
{
    private readonly List<string> open = [];
    private readonly HashSet<string> seen = [];

    public List<BoundFile> Files { get; } = [];

    public List<Symbol> Declarations { get; } = [];

    /// <summary>The file that each import leads to.</summary>
    public Dictionary<(string Path, int Start), string> Targets { get; } = [];

    public void Add(BoundFile file)
    {
        seen.Add(file.Path);
        open.Add(file.Path);
        Files.Add(file);
        foreach (var declaration in file.Tree.Declarations)
        {
            cancellation.ThrowIfCancellationRequested();
            var local = LocalBinder.Bind(declaration.Syntax);
            if (local.Kind is not { } kind)
            {
                continue;
            }

            var symbol = new Symbol(kind, file.Path, declaration, local);
            if (kind == DeclarationKind.Import)
            {
                Import(symbol);
            }

            Declarations.Add(symbol);
        }

        open.RemoveAt(open.Count - 1);
    }

    private void Import(Symbol import)
    {
        if (import.Declaration.Syntax.ImportPath is not { } path)
        {
            return;
        }

        var where = import.Place(path.Span);
        var file = imports(import.Path, path.Text);
        if (file?.Tree is null)
        {
            errors.Error(
                BindingCodes.ImportUnreadable,
                where,
                $"cannot read `{path}`: {file?.Problem ?? "there is no such file"}"
            );
            return;
        }

        Targets[(import.Path, import.Declaration.Start)] = file.Path;
        var start = open.IndexOf(file.Path);
        if (start >= 0)
        {
            var cycle = string.Join(" -> ", open.Skip(start).Append(file.Path));
            errors.Error(BindingCodes.ImportCycle, where, $"these files import each other: {cycle}");
        }
        else if (open.Count >= SourceLimits.NestingDepth)
        {
            errors.Error(
                BindingCodes.ImportUnreadable,
                where,
                $"cannot read `{path}`: imports are nested more than {SourceLimits.NestingDepth} deep"
            );
        }
        else if (!seen.Contains(file.Path))
        {
            Add(new BoundFile(file.Path, file.Tree));
        }
    }
}
