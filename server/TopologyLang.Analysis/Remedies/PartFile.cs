using System.Collections.Immutable;
using TopologyLang.Analysis.Findings;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Binding.Errors;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Remedies;

/// <summary>
/// One part of a machine park as a file of its own: the declarations of the part, with the templates and the
/// expectations. An edit of the part changes no answer about another one, so it is enough to try it here. (An
/// expectation about another part is not understood here, but before the edit as well as after it.)
/// </summary>
internal sealed class PartFile
{
    private readonly SyntaxTree whole;
    private readonly Dictionary<int, int> starts = [];

    private PartFile(Binding binding, IEnumerable<(DeclarationKind Kind, string Name)> names)
    {
        var (path, tree) = binding.Files[0];
        whole = tree;
        var kept = names
            .Select(name => binding.Find(name.Kind, name.Name))
            .OfType<Symbol>()
            .Concat(binding.All.Where(symbol => symbol.Kind is DeclarationKind.Template or DeclarationKind.Expect))
            .Select(symbol => symbol.Declaration)
            .OrderBy(declaration => declaration.Start)
            .ToImmutableArray();
        var part = SyntaxTree.Of(kept.Select(declaration => declaration.Syntax));
        foreach (var (index, declaration) in kept.Index())
        {
            starts.Add(declaration.Start, part.Declarations[index].Start);
        }

        Binding = Binder.Bind(path, part, binding.Importer);
    }

    public Binding Binding { get; }

    /// <summary>
    /// Null where the whole file has to be tried: it is one part, it imports, or a mistake in it leaves open what
    /// belongs to what.
    /// </summary>
    public static PartFile? Of(Binding binding, SystemTopology part) =>
        ReferenceEquals(part, binding.Topology)
        || binding.Topology.HasScenario
        || binding.Files.Length > 1
        || !binding.Files[0].Tree.Errors.IsEmpty
        || binding.Errors.Any(error => error.Severity == BindingSeverity.Error)
            ? null
            : new PartFile(binding, NamesIn(part));

    /// <summary>
    /// Edits of the whole file as edits of this one; null where one of them is none of a declaration of the part.
    /// </summary>
    public ImmutableArray<RemedyEdit>? Moved(ImmutableArray<RemedyEdit> edits)
    {
        var moved = ImmutableArray.CreateBuilder<RemedyEdit>(edits.Length);
        foreach (var edit in edits)
        {
            var span = edit.Change.Span;
            if (
                whole.DeclarationAt(span.Start) is not { } declaration
                || span.End > declaration.End
                || !starts.TryGetValue(declaration.Start, out var start)
            )
            {
                return null;
            }

            moved.Add(edit with { Change = edit.Change with { Span = span.Shift(start - declaration.Start) } });
        }

        return moved.ToImmutable();
    }

    private static IEnumerable<(DeclarationKind, string)> NamesIn(SystemTopology part) =>
        [
            .. part.Hosts.Select(host => (DeclarationKind.Host, host.Name)),
            .. part.Iommus.Select(iommu => (DeclarationKind.Iommu, iommu.Name)),
            .. part.Devices.Select(device => (DeclarationKind.Device, device.Name)),
            .. part.Domains.Select(domain => (DeclarationKind.Domain, domain.Name)),
            .. part.Guests.Select(guest => (DeclarationKind.Guest, guest.Name)),
            .. part
                .Programs.Where(program => !program.BuiltIn)
                .Select(program => (DeclarationKind.Program, program.Name)),
        ];
}
