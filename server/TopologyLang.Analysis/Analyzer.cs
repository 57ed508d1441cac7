using System.Collections.Immutable;
using TopologyLang.Analysis.Expectations;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Remedies;
using TopologyLang.Analysis.Rules;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis;

/// <summary>The whole pipeline: a snapshot of a file in, findings out. Safe for several threads; what it remembers are verdicts by value.</summary>
public sealed class Analyzer
{
    private readonly Simulator simulator;

    public Analyzer(AnalysisOptions options) => simulator = new Simulator(options.Limits);

    /// <param name="path">The file's path, as findings shall name it.</param>
    /// <param name="imports">Gives the files that it imports; the analysis itself reads nothing.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public FileAnalysis Analyze(string path, SyntaxTree tree, ImportResolver imports, CancellationToken cancellation) =>
        Analyze(Binder.Bind(path, tree, imports), cancellation);

    /// <param name="binding">Of the file, made already.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public FileAnalysis Analyze(Binding binding, CancellationToken cancellation)
    {
        var (path, tree) = binding.Files[0];
        cancellation.ThrowIfCancellationRequested();
        var system = new FaultyDeclarations(binding).Weigh(simulator.Simulate(binding.Topology, cancellation));
        var expectations = ExpectationCheck.Of(system, binding);
        var places = new Places(binding);
        var remedies = new RemedySearch(simulator, system, binding);
        var facts = new Facts(binding, places, system, expectations, remedies, cancellation);
        ImmutableArray<Finding> findings =
        [
            .. binding.Files.SelectMany(file => SyntaxFindings.Of(file.Path, file.Tree)),
            .. AllRules.InOrder.SelectMany(rule => rule.Find(facts)),
        ];
        return new FileAnalysis(path, tree, binding, system, expectations, InOrder(binding, findings), remedies) { Simulator = simulator };
    }

    /// <summary>File by file in the order of the text; the file itself first.</summary>
    private static ImmutableArray<Finding> InOrder(Binding binding, ImmutableArray<Finding> findings)
    {
        var files = binding.Files.Select((file, index) => (file.Path, index)).ToDictionary(pair => pair.Path, pair => pair.index, StringComparer.Ordinal);
        return [.. findings.OrderBy(finding => files.GetValueOrDefault(finding.Where.Path, int.MaxValue)).ThenBy(finding => finding.Where.Span.Start)];
    }
}
