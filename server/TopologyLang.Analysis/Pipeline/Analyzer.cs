using System.Collections.Immutable;
using TopologyLang.Analysis.Expectations;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Locations;
using TopologyLang.Analysis.Remedies;
using TopologyLang.Analysis.Remedies.Maintenance;
using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Analysis.Rules;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Binding.Partition;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Pipeline;

/// <summary>
/// The whole pipeline: a snapshot of a file in, findings out. Safe for several threads; what it remembers are verdicts
/// by value.
/// </summary>
public sealed class Analyzer
{
    /// <summary>
    /// A file with more is looked at as a whole: of very many mistakes only the first are kept, and that is counted in
    /// the whole file.
    /// </summary>
    private const int MostMistakes = 100;

    private readonly Simulator simulator;
    private readonly IslandMemory memory = new();

    public Analyzer(AnalysisOptions options)
        : this(new Simulator(options.Limits)) { }

    /// <param name="simulator">What it remembers is used, and added to.</param>
    public Analyzer(Simulator simulator) => this.simulator = simulator;

    /// <param name="path">The file's path, as findings shall name it.</param>
    /// <param name="imports">Gives the files that it imports; the analysis itself reads nothing.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public FileAnalysis Analyze(string path, SyntaxTree tree, ImportResolver imports, CancellationToken cancellation) =>
        Analyze(Binder.Bind(path, tree, imports, cancellation: cancellation), cancellation);

    /// <summary>
    /// The findings that <see cref="Analyze(Binding, CancellationToken)"/> comes to, island by island: those of which
    /// an edit changed nothing are remembered. Null where the file is one thing, or has so many mistakes that their
    /// limits count.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ImmutableArray<Finding>? FindingsByIsland(string path, SyntaxTree tree, CancellationToken cancellation)
    {
        if (Islands.Of(tree) is not { Length: > 1 } islands)
        {
            return null;
        }

        var whole = new FileNames(tree);
        var mistakes = 0;
        IslandAnswer? Ask(Island island)
        {
            if (Volatile.Read(ref mistakes) > MostMistakes)
            {
                // The file is looked at as a whole anyway.
                return null;
            }

            var answer = Answer(path, tree, island, whole, cancellation);
            Interlocked.Add(ref mistakes, answer.Mistakes);
            return answer;
        }

        return
            memory.Recall(islands, Ask, cancellation) is not { } answers
            || answers.Sum(answer => answer.Mistakes) > MostMistakes
            ? null
            : [.. answers.SelectMany(answer => answer.Findings).OrderBy(finding => finding.Where.Span.Start)];
    }

    private IslandAnswer Answer(
        string path,
        SyntaxTree tree,
        Island island,
        FileNames whole,
        CancellationToken cancellation
    )
    {
        var binding = Binder.Bind(path, tree.Only(island.Members), NoImports, whole, cancellation);
        var analysis = Analyze(binding, cancellation);

        // What is wrong with a template is said once: the template is an island of its own.
        var findings = analysis.Findings.RemoveAll(finding =>
            island.Templates.Any(template =>
                template.Start <= finding.Where.Span.Start && finding.Where.Span.Start < template.End
            )
        );
        return new IslandAnswer(island, findings)
        {
            Mistakes = binding.Errors.Length + analysis.Tree.Errors.Length,
            DependsOnElsewhere =
                binding.AsksTheWhole || analysis.Expectations.Any(answer => answer.NotChecked is not null),
        };
    }

    /// <summary>An island has none: a file with an import is one thing.</summary>
    private static ImportedFile? NoImports(string from, string import) => null;

    /// <param name="binding">Of the file, made already.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public FileAnalysis Analyze(Binding binding, CancellationToken cancellation)
    {
        var (path, tree) = binding.Files[0];
        cancellation.ThrowIfCancellationRequested();
        var system = new FaultyDeclarations(binding).Weigh(
            simulator.Simulate(binding.Topology, cancellation),
            cancellation
        );
        var expectations = ExpectationCheck.Of(system, binding, cancellation);
        var places = new Places(binding);
        var maintenance = new MaintenanceChecks(simulator, new FileEdits(binding));
        var facts = new Facts(binding, places, system, expectations, maintenance, cancellation);
        ImmutableArray<Finding> findings =
        [
            .. binding.Files.SelectMany(file => SyntaxFindings.Of(file.Path, file.Tree)),
            .. Unless(AllRules.InOrder, cancellation).SelectMany(rule => Unless(rule.Find(facts), cancellation)),
        ];
        return new FileAnalysis(path, tree, binding, system, expectations, InOrder(binding, findings))
        {
            Remedies = new RemedySearch(simulator, system, binding),
            Maintenance = maintenance,
            Simulator = simulator,
        };
    }

    private static IEnumerable<T> Unless<T>(IEnumerable<T> all, CancellationToken cancellation)
    {
        foreach (var one in all)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return one;
        }
    }

    /// <summary>File by file in the order of the text; the file itself first.</summary>
    private static ImmutableArray<Finding> InOrder(Binding binding, ImmutableArray<Finding> findings)
    {
        var files = binding
            .Files.Select((file, index) => (file.Path, index))
            .ToDictionary(pair => pair.Path, pair => pair.index, StringComparer.Ordinal);
        return
        [
            .. findings
                .OrderBy(finding => files.GetValueOrDefault(finding.Where.Path, int.MaxValue))
                .ThenBy(finding => finding.Where.Span.Start),
        ];
    }
}
