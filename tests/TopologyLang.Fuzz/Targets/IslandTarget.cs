using System.Text.RegularExpressions;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Fuzz.Targets;

/// <summary>
/// Several machines in one file: after each edit of a script the findings that are found island by island, with all
/// that is remembered, are those of a fresh look at the whole text.
/// </summary>
internal sealed partial class IslandTarget : ITarget
{
    private const string Path = "fuzz.topo";

    private readonly AnalysisOptions options = AnalysisOptions.Default with
    {
        Limits = AnalysisOptions.Default.Limits with { States = 20_000 },
    };

    private int compared;

    public string Name => "islands";

    public bool HasTried => compared > 0;

    public Task TryAsync(Random random, Action<string> input)
    {
        var analyzer = new Analyzer(options);
        var text = Machines(random);
        var tree = SyntaxTree.Parse(SourceText.From(text));
        Compare(analyzer, tree, text, input);
        for (var edit = random.Next(1, 12); edit > 0; edit--)
        {
            var change = Mutation.Change(random, text);
            text = Mutation.Applied(text, change);
            tree = tree.WithChange(change);
            Compare(analyzer, tree, text, input);
        }

        return Task.CompletedTask;
    }

    private void Compare(Analyzer analyzer, SyntaxTree tree, string text, Action<string> input)
    {
        input(text);
        if (analyzer.FindingsByIsland(Path, tree, CancellationToken.None) is not { } found)
        {
            return;
        }

        compared++;
        var whole = new Analyzer(options).Analyze(
            Path,
            SyntaxTree.Parse(SourceText.From(text)),
            (_, _) => null,
            CancellationToken.None
        );
        var (one, other) = (string.Join('\n', found.Select(Plain)), string.Join('\n', whole.Findings.Select(Plain)));
        Fault.Unless(
            one == other,
            $"the islands are the whole (text {compared} of those with islands); islands:\n{one}\nwhole:\n{other}"
        );
    }

    /// <summary>All of a finding that is shown.</summary>
    private static string Plain(Finding finding) =>
        string.Join(
            " | ",
            [
                $"{finding.Where.Span} {finding.Severity} {finding.Code.Id} {finding.Message} {finding.Replacement}",
                .. finding.Related.Select(place => $"{place.Where.Path} {place.Where.Span} {place.Message}"),
                .. finding.Known.SelectMany(remedy => remedy.Edits).Select(edit => edit.ToString()),
                .. finding.Faults.Select(fault => fault.Key),
                .. finding.Chain.Select(reason => reason.Text),
            ]
        );

    /// <summary>Examples without a scenario, most with names of their own, some laid into each other.</summary>
    private static string Machines(Random random)
    {
        var texts = Enumerable
            .Range(0, random.Next(2, 5))
            .Select(number =>
            {
                var text = Mutation.Pick(random, Corpus.Texts);
                while (text.Contains("scenario", StringComparison.Ordinal) || text.Length > 6_000)
                {
                    text = Mutation.Pick(random, Corpus.Texts);
                }

                return random.Next(6) == 0 ? text : WithOwnNames(text, number);
            });
        return string.Join('\n', texts);
    }

    /// <summary>Each name that the text declares gets a number.</summary>
    private static string WithOwnNames(string text, int number)
    {
        var names = Declared()
            .Matches(text)
            .Select(match => match.Groups[1].Value)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return names.Count == 0
            ? text
            : Regex.Replace(
                text,
                $@"(?<![\w-])({string.Join('|', names.OrderByDescending(name => name.Length).Select(Regex.Escape))})(?![\w])",
                $"${{1}}_{number}"
            );
    }

    [GeneratedRegex(
        @"^\s*(?:host|iommu|device|domain|guest|program|template)\s+([A-Za-z][\w-]*)",
        RegexOptions.Multiline
    )]
    private static partial Regex Declared();
}
