using System.Collections.Immutable;
using TopologyLang.Analysis.Expectations;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Locations;
using TopologyLang.Analysis.Remedies.Maintenance;
using TopologyLang.Analysis.Remedies.Writing;
using TopologyLang.Analysis.Rules;
using TopologyLang.Analysis.Simulated;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Remedies;

/// <summary>
/// Tries edits out on the text: what they say is parsed, bound and simulated like any file, so a remedy is checked as
/// it will be written. Only the declarations that an edit touches are parsed again, and only the parts of the machine
/// that it changes are simulated again.
/// </summary>
internal sealed class EditedFile(Simulator simulator, Binding binding)
{
    private readonly Dictionary<(string From, string Import), ImportedFile?> imported = [];

    public FaultList Faults(ImmutableArray<RemedyEdit> edits, CancellationToken cancellation)
    {
        var trees = edits
            .GroupBy(edit => edit.Where.Path)
            .ToDictionary(of => of.Key, of => Edited(of.Key, [.. of]), StringComparer.Ordinal);
        var main = binding.Files[0];
        var bound = Binder.Bind(
            main.Path,
            trees.GetValueOrDefault(main.Path) ?? main.Tree,
            (from, import) => Import(trees, from, import),
            cancellation: cancellation
        );
        var system = new FaultyDeclarations(bound).Weigh(
            simulator.Simulate(bound.Topology, cancellation),
            cancellation
        );
        var expectations = ExpectationCheck.Of(system, bound, cancellation);
        var places = new Places(bound);
        return FaultList.Of(
            new Facts(
                bound,
                places,
                system,
                expectations,
                new MaintenanceChecks(simulator, new FileEdits(bound)),
                cancellation
            )
        );
    }

    private SyntaxTree Edited(string path, ImmutableArray<RemedyEdit> edits)
    {
        var tree = binding.Files.First(file => file.Path == path).Tree;
        return edits
            .Reverse()
            .OrderByDescending(edit => edit.Change.Span.Start)
            .Aggregate(tree, (before, edit) => before.WithChange(edit.Change));
    }

    private ImportedFile? Import(Dictionary<string, SyntaxTree> trees, string from, string import)
    {
        if (!imported.TryGetValue((from, import), out var file))
        {
            file = binding.Importer(from, import);
            imported.Add((from, import), file);
        }

        return file is not null && trees.TryGetValue(file.Path, out var tree) ? file with { Tree = tree } : file;
    }
}
