using System.Collections.Immutable;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Architectures;

/// <summary>
/// A file as if all its hosts were of another architecture: the words are written into its text, so that every default
/// that depends on the architecture is the other one's. No line moves.
/// </summary>
internal sealed class OtherArchitecture(Binding binding, Architecture architecture, CancellationToken cancellation)
{
    private const string Arch = "arch";
    private const string Vendor = "vendor";

    /// <summary>Who makes CPUs of the architecture; the maker that a file names makes no others.</summary>
    private static readonly ImmutableArray<(Architecture Architecture, CpuVendor Vendor)> Makers =
    [
        (Architecture.X86_64, CpuVendor.Intel),
        (Architecture.X86_64, CpuVendor.Amd),
        (Architecture.X86_64, CpuVendor.Hygon),
        (Architecture.X86_64, CpuVendor.Zhaoxin),
        (Architecture.X86_64, CpuVendor.Centaur),
        (Architecture.Arm64, CpuVendor.Arm),
        (Architecture.Arm, CpuVendor.Arm),
    ];

    private readonly ImmutableArray<string>.Builder notes = ImmutableArray.CreateBuilder<string>();

    /// <summary>Each sentence once.</summary>
    public ImmutableArray<string> Notes => [.. notes.Distinct(StringComparer.Ordinal)];

    public Binding Bind()
    {
        var trees = binding
            .All.Where(symbol => symbol.Kind == DeclarationKind.Host)
            .SelectMany(host => Changes(host).Select(change => (host.Path, Change: change)))
            .GroupBy(edit => edit.Path, edit => edit.Change, StringComparer.Ordinal)
            .ToDictionary(file => file.Key, Changed, StringComparer.Ordinal);
        var main = binding.Files[0];
        return Binder.Bind(
            main.Path,
            trees.GetValueOrDefault(main.Path) ?? main.Tree,
            (from, import) =>
                binding.Importer(from, import) is not { } file ? null
                : trees.TryGetValue(file.Path, out var tree) ? file with { Tree = tree }
                : file,
            cancellation: cancellation
        );
    }

    private SyntaxTree Changed(IGrouping<string, TextChange> changes)
    {
        var tree = binding.Files.First(file => file.Path == changes.Key).Tree;
        return changes
            .OrderByDescending(change => change.Span.Start)
            .Aggregate(tree, (before, change) => before.WithChange(change));
    }

    private IEnumerable<TextChange> Changes(Symbol host)
    {
        if (host.Declaration.Syntax.OpenBrace is not { } brace)
        {
            yield break;
        }

        var wanted = new List<(string Property, string Value)> { (Arch, WordTable.Of(architecture)) };
        if (OtherMaker(host) is { } maker)
        {
            wanted.Add((Vendor, maker));
        }

        var added = "";
        foreach (var (property, value) in wanted)
        {
            if (binding.PropertySpan(DeclarationKind.Host, host.Name, property) is { } written)
            {
                yield return new TextChange(written.Span, $"{property} = {value}");
            }
            else
            {
                added += $" {property} = {value} ";
            }
        }

        yield return new TextChange(new TextSpan(host.Declaration.Start + brace.Span.End, 0), added);
    }

    /// <summary>A maker of CPUs of the architecture, where the file names one that makes others.</summary>
    private string? OtherMaker(Symbol host)
    {
        var named = binding
            .PropertiesOf(host)
            .FirstOrDefault(property => property.Name == Vendor && property.Origin != PropertyOrigin.Default);
        if (
            named?.Value is not { } word
            || !WordTable.TryParse<CpuVendor>(word, out var vendor)
            || Makers.Contains((architecture, vendor))
            || !Makers.Any(one => one.Vendor == vendor)
        )
        {
            return null;
        }

        var usual = WordTable.Of(
            Makers
                .Where(one => one.Architecture == architecture)
                .Select(one => one.Vendor)
                .FirstOrDefault(CpuVendor.Other)
        );
        notes.Add($"vendor = {word} of host {host.Name} makes no such CPUs: simulated with vendor = {usual}");
        return usual;
    }
}
