using System.Collections.Immutable;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Binding;
using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Statements;
using TopologyLang.Language.Syntax;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Explanations;

/// <summary>Everything that stands on a line of the analysed file, explained.</summary>
public static class LineExplanations
{
    /// <summary>Nobody reads a line to its end that is longer than this.</summary>
    private const int LongestLine = 10_000;

    /// <param name="line">Counted from 0.</param>
    /// <returns>In the order of the text; empty where nothing stands that has a meaning.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The file has no such line.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImmutableArray<ExplainedThing> At(
        FileAnalysis analysis,
        int line,
        CancellationToken cancellation = default
    )
    {
        var text = analysis.Tree.Text;
        var start = text.OffsetOf(new LinePosition(line, 0));
        var length = Math.Min(text.Line(line).TrimEnd().Length, LongestLine);
        var seen = new HashSet<(FileSpan, string)>();
        var things = ImmutableArray.CreateBuilder<ExplainedThing>();
        for (var at = start; at < start + length; at++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!char.IsWhiteSpace(text.Content[at]) && analysis.Binding.ElementAt(analysis.Path, at) is { } element)
            {
                if (Of(analysis, element) is { } thing && seen.Add((thing.Where, thing.Kind)))
                {
                    things.Add(thing);
                }

                at = Math.Max(at, element.Span.Span.End - 1);
            }
        }

        return [.. things, .. Findings(analysis, line)];
    }

    private static ExplainedThing? Of(FileAnalysis analysis, SyntaxElement element)
    {
        var owner = element.Owner;
        return element switch
        {
            { Owner.Kind: DeclarationKind.Expect } => Thing(
                "expectation",
                owner.DeclarationSpan,
                ExpectationExplanations.Of(analysis, element)
            ),
            { Property: { } property } => Thing(
                "property",
                PropertyPlace(owner, property) ?? element.Span,
                PropertyExplanations.Of(analysis, owner, property)
            ),
            { Statement: { } statement } => Thing(
                "statement",
                Place(owner, statement.Span),
                Statement(analysis, element)
            ),
            { Kind: SyntaxElementKind.Name, Symbol: { } symbol } => Thing(
                "declaration",
                Head(owner),
                Declaration(analysis, symbol)
            ),
            _ => null,
        };

        ExplainedThing Thing(string kind, FileSpan where, IEnumerable<Explanation> explanations) =>
            new(kind, where, OneLine(analysis, where), [.. explanations]);
    }

    private static IEnumerable<Explanation> Declaration(FileAnalysis analysis, Symbol symbol) =>
        DeclarationExplanations.Of(analysis, symbol).Concat(PropertyExplanations.NotDeclared(analysis, symbol));

    private static IEnumerable<Explanation> Statement(FileAnalysis analysis, SyntaxElement element)
    {
        if (element.Owner.Kind == DeclarationKind.Scenario)
        {
            return OperationExplanations.Of(analysis, element);
        }

        var buffer = (
            element.Statement!.Operand(OperandKind.Buffer) ?? element.Statement.Operand(OperandKind.NewBuffer)
        )?.Text;
        var runs = analysis
            .System.RunsOf(element.Owner.Name)
            .Where(_ => analysis.Simulates(element.Owner))
            .Select(pair => RunExplanations.OfStep(pair.Timeline, pair.Run, element.Index, buffer))
            .ToList();
        return runs.Count > 0 ? runs : DeclarationExplanations.Of(analysis, element.Owner);
    }

    private static IEnumerable<ExplainedThing> Findings(FileAnalysis analysis, int line) =>
        analysis
            .Findings.Where(finding =>
                finding.Where.Path == analysis.Path
                && analysis.Tree.Text.PositionOf(finding.Where.Span.Start).Line == line
            )
            .Select(finding => new ExplainedThing(
                "finding",
                finding.Where,
                $"{finding.Severity.ToString().ToLowerInvariant()} {finding.Code.Id}",
                [
                    new Explanation(
                        null,
                        finding.Message,
                        finding.Run is null ? finding.Chain : ImmutableArray<Reason>.Empty
                    ),
                ]
            )
            {
                Code = finding.Code.Id,
            });

    /// <summary>From the keyword to what stands before the block.</summary>
    private static FileSpan Head(Symbol symbol)
    {
        var syntax = symbol.Declaration.Syntax;
        var head = syntax.Text[..(syntax.OpenBrace?.Span.Start ?? syntax.Span.End)].TrimEnd();
        return Place(symbol, TextSpan.FromBounds(syntax.Keyword.Span.Start, head.Length));
    }

    private static FileSpan? PropertyPlace(Symbol owner, PropertySchema property) =>
        owner
            .Declaration.Syntax.Members.OfType<PropertySyntax>()
            .Where(syntax => syntax.Name.Text == property.Name)
            .Select(syntax => (FileSpan?)Place(owner, syntax.Span))
            .FirstOrDefault();

    private static FileSpan Place(Symbol owner, TextSpan span) => new(owner.Path, span.Shift(owner.Declaration.Start));

    private static string OneLine(FileAnalysis analysis, FileSpan where) =>
        string.Join(
            ' ',
            analysis
                .Tree.Text.Content.Substring(where.Span.Start, where.Span.Length)
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
}
