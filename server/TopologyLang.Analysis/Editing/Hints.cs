using System.Collections.Immutable;
using TopologyLang.Analysis.Hover;
using TopologyLang.Analysis.Markdown;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Analysis.Terms;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Statements;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Paths;

namespace TopologyLang.Analysis.Editing;

/// <summary>
/// What is in force without being written: defaults, boxes, enforcement, the memory type that a mapping really gets.
/// </summary>
public static class Hints
{
    /// <summary>The defaults that a verdict most often depends on; all of them would bury the text.</summary>
    private static readonly ImmutableArray<(DeclarationKind Kind, string Property)> Shown =
    [
        (DeclarationKind.Host, "kernel"),
        (DeclarationKind.Iommu, "model"),
        (DeclarationKind.Iommu, "snoop_control"),
        (DeclarationKind.Device, "no_snoop"),
        (DeclarationKind.Device, "dma_coherent"),
        (DeclarationKind.Domain, "api"),
        (DeclarationKind.Guest, "kvm_vfio"),
    ];

    public static ImmutableArray<Hint> In(FileAnalysis analysis, TextSpan range) =>
        [
            .. from symbol in analysis.Binding.All
            where
                symbol.Path == analysis.Path
                && symbol.Declaration.End >= range.Start
                && symbol.Declaration.Start <= range.End
            where symbol.Name.Length > 0 && analysis.Simulates(symbol)
            from hint in Of(analysis, symbol)
            where hint.Offset >= range.Start && hint.Offset <= range.End
            select hint,
        ];

    private static IEnumerable<Hint> Of(FileAnalysis analysis, Symbol symbol)
    {
        if (
            symbol.Kind is DeclarationKind.Device or DeclarationKind.Domain
            && Lenses.Text(analysis, symbol.Kind, symbol.Name) is var words
            && words is not (Lenses.NotRun or StateWords.Unknown or StateWords.NoBox or StateWords.NothingAttached)
        )
        {
            yield return new Hint(symbol.NameSpan.Span.End, words, null);
        }

        if (symbol.Declaration.Syntax.OpenBrace is { } open && Defaults(analysis, symbol) is { Count: > 0 } defaults)
        {
            yield return new Hint(
                symbol.Declaration.Start + open.Span.End,
                string.Join("  ", defaults.Select(property => $"{property.Name} = {property.Value}")),
                string.Join("\n", defaults.Select(PropertyHovers.Line))
            );
        }

        if (symbol.Kind == DeclarationKind.Program)
        {
            foreach (var hint in Buffers(analysis, symbol).Concat(OrderHints.Of(analysis, symbol)))
            {
                yield return hint;
            }
        }
    }

    private static List<EffectiveProperty> Defaults(FileAnalysis analysis, Symbol symbol) =>
        [
            .. analysis
                .Binding.PropertiesOf(symbol)
                .Where(property =>
                    property is { Origin: PropertyOrigin.Default, Value: not null }
                    && Shown.Contains((symbol.Kind, property.Name))
                ),
        ];

    /// <summary>Behind the memory type that the program asks for, where an access is really another one.</summary>
    private static IEnumerable<Hint> Buffers(FileAnalysis analysis, Symbol program)
    {
        foreach (var statement in program.Declaration.Syntax.Members.OfType<StatementSyntax>())
        {
            if (
                statement.Operand(OperandKind.NewBuffer) is not { } name
                || statement.Operand(OperandKind.MemoryType) is not { } type
            )
            {
                continue;
            }

            var paths = analysis
                .System.RunsOf(program.Name)
                .Select(pair => pair.Run.Path)
                .Where(path => path is { CannotRun: null, NotKnown: null })
                .SelectMany(path => path.Buffers.Where(buffer => buffer.Buffer == name.Text))
                .ToList();
            var really = paths.SelectMany(path => path.Access).Select(Word).Distinct().ToList();
            if (really.Count > 0 && (really.Count > 1 || really[0] != Plain(type.Text)))
            {
                var why = string.Join(
                    "\n",
                    paths.SelectMany(path => path.Chain).Distinct().Select(MarkdownText.Reason)
                );
                yield return new Hint(
                    program.Declaration.Start + type.Span.End,
                    "really " + string.Join(" or ", really),
                    why
                );
            }
        }
    }

    private static string Word(AccessClass access) =>
        access switch
        {
            AccessClass.WriteBack => "write-back",
            AccessClass.WriteThrough => "write-through",
            _ => "uncached",
        };

    private static string Plain(string type) =>
        type switch
        {
            "wb" => "write-back",
            "wt" => "write-through",
            _ => "uncached",
        };
}
