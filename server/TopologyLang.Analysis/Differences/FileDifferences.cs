using System.Collections.Immutable;
using TopologyLang.Analysis.Kernels;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Binding.Symbols;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Topology;

namespace TopologyLang.Analysis.Differences;

/// <summary>
/// Compares two files by what counts, not by their text: declarations by effective values, and the answers about them.
/// </summary>
public static class FileDifferences
{
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FileDifference Of(
        FileAnalysis before,
        FileAnalysis after,
        CancellationToken cancellation = default
    ) =>
        new(
            before.Path,
            after.Path,
            [.. Declarations(before, after, cancellation)],
            [.. Answers(before, after, cancellation)]
        );

    private static IEnumerable<DeclarationDifference> Declarations(
        FileAnalysis before,
        FileAnalysis after,
        CancellationToken cancellation
    )
    {
        var earlier = Named(before);
        var later = Named(after);
        foreach (var (name, symbol) in earlier)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!later.TryGetValue(name, out var other))
            {
                yield return new DeclarationDifference(name, null, "declared", null);
                continue;
            }

            foreach (var difference in Properties(name, Values(before, symbol), Values(after, other)))
            {
                yield return difference;
            }
        }

        foreach (var name in later.Keys.Where(name => !earlier.ContainsKey(name)))
        {
            yield return new DeclarationDifference(name, null, null, "declared");
        }
    }

    private static IEnumerable<DeclarationDifference> Properties(
        string name,
        OrderedDictionary<string, string?> before,
        OrderedDictionary<string, string?> after
    ) =>
        from property in before.Keys.Union(after.Keys)
        let old = before.GetValueOrDefault(property)
        let value = after.GetValueOrDefault(property)
        where old != value
        select new DeclarationDifference(name, property, old, value);

    /// <summary>A declaration of its own kind and name; expectations and imports have none.</summary>
    private static OrderedDictionary<string, Symbol> Named(FileAnalysis analysis)
    {
        var named = new OrderedDictionary<string, Symbol>(StringComparer.Ordinal);
        foreach (var symbol in analysis.Binding.All.Where(symbol => symbol.Name.Length > 0))
        {
            named.TryAdd(symbol.ToString(), symbol);
        }

        return named;
    }

    /// <summary>Effective properties; of a program or a scenario its statements.</summary>
    private static OrderedDictionary<string, string?> Values(FileAnalysis analysis, Symbol symbol)
    {
        var values = new OrderedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var property in analysis.Binding.PropertiesOf(symbol))
        {
            values[property.Name] = property.Value;
        }

        var declaration = symbol.Declaration.Syntax;
        foreach (var clause in declaration.Clauses)
        {
            values[clause.Keyword.Text] = string.Join(", ", clause.Names.Select(name => name.Text));
        }

        if (!symbol.Kind.HasProperties())
        {
            values["statements"] = string.Join("; ", Statements(declaration));
        }

        return values;
    }

    private static IEnumerable<string> Statements(Language.Syntax.DeclarationSyntax declaration) =>
        declaration
            .Members.OfType<Language.Syntax.StatementSyntax>()
            .Select(statement => string.Join(' ', statement.Parts.Select(part => part.Token.Text)));

    private static IEnumerable<AnswerDifference> Answers(
        FileAnalysis before,
        FileAnalysis after,
        CancellationToken cancellation
    )
    {
        var earlier = ByKey(before, cancellation);
        var later = ByKey(after, cancellation);
        return from key in earlier.Keys.Union(later.Keys)
            let old = earlier.GetValueOrDefault(key)
            let answer = later.GetValueOrDefault(key)
            where old?.Value != answer?.Value
            select new AnswerDifference(
                key.Kind,
                key.Scenario,
                key.Subject,
                old?.Value,
                answer?.Value,
                Why(old, answer)
            );
    }

    private static OrderedDictionary<
        (KernelAnswerKind Kind, string? Scenario, string Subject, int Time),
        KernelAnswer
    > ByKey(FileAnalysis analysis, CancellationToken cancellation) =>
        KernelAnswers.ByKey(KernelAnswers.Of(analysis.System, cancellation));

    private static Reason? Why(KernelAnswer? before, KernelAnswer? after)
    {
        var news = (after?.Chain ?? []).Where(reason => before is null || !before.Chain.Contains(reason)).ToList();
        return news.FindLast(reason => reason.Source is not null) ?? news.LastOrDefault();
    }
}
