using TopologyLang.Analysis.Pipeline;
using TopologyLang.Import.Facts;
using TopologyLang.Import.Machines;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Import.Tests;

/// <summary>Text of a machine, and what the analysis makes of it.</summary>
internal static class Imported
{
    public static Evidence Evidence(string machine) =>
        Facts.Evidence.Of(MachineFolder.Read(Path.Combine(Repository.Machines, machine)));

    public static string Text(string machine) => Formatted(Importer.ToTopology(Evidence(machine)));

    public static string Formatted(string text) => Formatter.Format(SyntaxTree.Parse(SourceText.From(text)));

    public static FileAnalysis Analysis(string text) =>
        new Analyzer(AnalysisOptions.Default).Analyze(
            "machine.topo",
            SyntaxTree.Parse(SourceText.From(text)),
            (_, import) => new ImportedFile(import, null, "does not exist"),
            CancellationToken.None
        );
}
