using TopologyLang.Language.Binding.Builders;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Language.Binding;

/// <summary>
/// From syntax trees to a topology: follows imports, resolves names, checks values and fills in defaults.
/// </summary>
public static class Binder
{
    /// <param name="path">Of the file; it appears in every place that the result speaks of.</param>
    /// <param name="whole">Where the tree is only a part of a file: the names of all of it. Who misspells a name may
    /// mean one of another part.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Binding Bind(
        string path,
        SyntaxTree tree,
        ImportResolver imports,
        FileNames? whole = null,
        CancellationToken cancellation = default
    )
    {
        var errors = new ErrorList();
        var files = new FileCollector(imports, errors, cancellation);
        files.Add(new BoundFile(path, tree));
        var symbols = new SymbolTable(files.Declarations, Library.Templates, errors, whole);
        foreach (var symbol in symbols.All)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var error in symbol.Local.Errors)
            {
                errors.Add(symbol.Place(error));
            }

            symbols.ReportUnknownNames(symbol);
        }

        symbols.ReportCycles();
        var records = new Records(symbols);
        var topology = new TopologyBuilder(records, symbols, errors, cancellation).Build();
        return new Binding(topology, symbols, records, files, errors.ToImmutable()) { Importer = imports };
    }
}
