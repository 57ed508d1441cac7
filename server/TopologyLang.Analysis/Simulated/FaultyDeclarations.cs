using System.Collections.Immutable;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Coherence;
using TopologyLang.Simulation.Kernel.Answers;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Simulated;

/// <summary>
/// The declarations with an error in them. A wrong property leaves its default in place, so that the rest can be
/// simulated; but a "coherent" that depends on such a default would be a guess.
/// </summary>
public sealed class FaultyDeclarations
{
    private static readonly ImmutableArray<DeclarationKind> Parts =
    [
        DeclarationKind.Host,
        DeclarationKind.Iommu,
        DeclarationKind.Device,
        DeclarationKind.Domain,
        DeclarationKind.Guest,
    ];

    /// <summary>In the order of the text.</summary>
    private readonly ImmutableArray<(DeclarationKind Kind, string Name)> faulty;

    /// <summary>
    /// Parts of machines that are not in the topology, for their own mistake or for that of what they name.
    /// </summary>
    private readonly ImmutableArray<Symbol> leftOut;

    /// <summary>The declarations that name one that is left out.</summary>
    private readonly ILookup<Symbol, Symbol> namedBy;

    public FaultyDeclarations(Binding binding)
    {
        var misspelt = binding
            .Errors.Where(error => error.Severity == BindingSeverity.Error)
            .Select(error => error.Where)
            .ToList();
        var spoilt = binding
            .Files.SelectMany(file => Spoilt(file.Tree).Select(declaration => (file.Path, declaration.Start)))
            .ToHashSet();
        var wrong =
            misspelt.Count + spoilt.Count == 0
                ? []
                : binding
                    .All.Where(symbol =>
                        spoilt.Contains((symbol.Path, symbol.Declaration.Start))
                        || misspelt.Exists(place => IsIn(symbol, place))
                    )
                    .ToHashSet();
        var templates = wrong
            .Where(one => one.Kind == DeclarationKind.Template)
            .Select(one => one.Name)
            .ToHashSet(StringComparer.Ordinal);
        faulty =
            wrong.Count == 0
                ? []
                :
                [
                    .. binding
                        .All.Where(one => wrong.Contains(one) || IsOf(one, templates))
                        .Select(one => (one.Kind, one.Name))
                        .Distinct(),
                ];
        leftOut = faulty.IsEmpty
            ? []
            : [.. binding.All.Where(symbol => Parts.Contains(symbol.Kind) && symbol.IsLeftOut)];
        namedBy = (leftOut.IsEmpty ? [] : binding.All)
            .SelectMany(by => by.Named.Select(named => (named, by)))
            .ToLookup(one => one.named, one => one.by);
    }

    /// <summary>
    /// A coherent verdict, a program that cannot run and the answer to an operation are not known where what they
    /// depend on has an error.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public SimulatedSystem Weigh(SimulatedSystem system, CancellationToken cancellation) =>
        faulty.IsEmpty
            ? system
            : system with
            {
                Timelines = [.. system.Timelines.Select(timeline => Weigh(timeline, cancellation))],
            };

    private SimulatedTimeline Weigh(SimulatedTimeline timeline, CancellationToken cancellation)
    {
        var grounds = new Grounds(timeline.Topology);
        var doubted = timeline with
        {
            Doubt = (kind, name) =>
                kind is DeclarationKind.Host or DeclarationKind.Iommu
                    ? Doubt(one => one == (kind, name), [])
                    : Doubt(grounds.Of(kind, name), leftOut),
        };
        return doubted with
        {
            Kernel = timeline.Kernel with
            {
                Operations =
                [
                    .. timeline.Kernel.Operations.Select(outcome =>
                        doubted.DoubtOf(outcome.Operation) is { } why
                            ? outcome with
                            {
                                Result = OperationOutcome.Unknown,
                                Chain = [why],
                            }
                            : outcome
                    ),
                ],
            },
            Runs =
            [
                .. timeline.Runs.Select(run =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    return Weigh(grounds, run);
                }),
            ],
        };
    }

    private SimulatedRun Weigh(Grounds grounds, SimulatedRun run) =>
        (run.Verdict.Kind is VerdictKind.Coherent or VerdictKind.Error || run.DependsOnOpenFacts)
        && Doubt(grounds.Of(run.Program), leftOut) is { } why
            ? run with
            {
                Verdict = run.Verdict with { Kind = VerdictKind.Undecided, Why = why },
                DependsOnError = true,
                DependsOnOpenFacts = false,
            }
            : run;

    private Reason? Doubt(Func<(DeclarationKind Kind, string Name), bool> dependsOn, ImmutableArray<Symbol> missingOnes)
    {
        foreach (var (kind, name) in faulty.Where(dependsOn))
        {
            return new Reason($"the {kind.Keyword()} `{name}` has an error, so what it is taken for may be wrong");
        }

        return Missing(dependsOn, missingOnes) is { } missing
            ? new Reason(
                $"the {missing.Kind.Keyword()} `{missing.Name}` is not understood and left out, so what it would "
                    + "change is not known"
            )
            : null;
    }

    /// <summary>
    /// A declaration that is left out and belongs to the same machine: something there names it, or it names something
    /// there. (A device that nobody names is in no domain and in no guest.)
    /// </summary>
    private Symbol? Missing(
        Func<(DeclarationKind Kind, string Name), bool> dependsOn,
        ImmutableArray<Symbol> missingOnes
    )
    {
        bool IsThere(Symbol symbol) => dependsOn((symbol.Kind, symbol.Name));
        return missingOnes.FirstOrDefault(one =>
            namedBy[one].Any(IsThere) || (one.Kind != DeclarationKind.Device && one.Named.Any(IsThere))
        );
    }

    private static bool IsOf(Symbol symbol, HashSet<string> templates) =>
        symbol.Declaration.Syntax.Template is { } template && templates.Contains(template.Text);

    private static bool IsIn(Symbol symbol, FileSpan place) =>
        symbol.Path == place.Path
        && symbol.Declaration.Start <= place.Span.Start
        && place.Span.Start < symbol.Declaration.End;

    /// <summary>
    /// With a mistake in it, or before something that is no declaration: that may have been meant to be in it.
    /// </summary>
    private static IEnumerable<PlacedDeclaration> Spoilt(SyntaxTree tree)
    {
        PlacedDeclaration? before = null;
        foreach (var declaration in tree.Declarations)
        {
            if (!declaration.Syntax.Errors.IsEmpty)
            {
                yield return declaration;
                if (before is { } last && DeclarationKinds.Of(declaration.Syntax.IntendedKeyword) is null)
                {
                    yield return last;
                }
            }

            before = declaration;
        }
    }
}
