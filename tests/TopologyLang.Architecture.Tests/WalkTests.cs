using System.Globalization;
using System.Text.RegularExpressions;
using TopologyLang.Architecture.Tests.Arrows;

namespace TopologyLang.Architecture.Tests;

/// <summary>
/// The walks of docs/architecture.md lead through the code as it is: each step is a file, and calls or uses the steps
/// that it names.
/// </summary>
public partial class WalkTests
{
    private static readonly string Document = Path.Combine(RepositoryRoot.Path, "docs", "architecture.md");

    public static TheoryData<string> Walks => new(All().Keys);

    [Theory]
    [MemberData(nameof(Walks))]
    public void A_walk_is_no_longer_than_it_says(string walk)
    {
        var (steps, most) = All()[walk];

        Assert.InRange(steps.Count, 2, most);
        Assert.Equal(Enumerable.Range(1, steps.Count), steps.Select(step => step.Number));
    }

    [Theory]
    [MemberData(nameof(Walks))]
    public void Each_step_leads_to_the_steps_that_it_names(string walk)
    {
        var steps = All()[walk].Steps;
        var reached = new HashSet<int> { 1 };
        foreach (var step in steps)
        {
            foreach (var (verb, number) in step.Leads)
            {
                var next = steps[number - 1];
                Assert.True(Leads(verb, step, next), $"{step.File} no longer {verb} anything of {next.File}");
                reached.UnionWith([step.Number, number]);
            }
        }

        Assert.Equal(steps.Select(step => step.Number), reached.Order());
    }

    private static bool Leads(string verb, Step from, Step to)
    {
        var (source, target) = (FileOf(from.File), FileOf(to.File));
        return verb == "calls"
            ? Calls.Lead(ServerCode.Model(source), ServerCode.Model(target))
            : ServerCode.Arrows.Any(arrow => arrow.From == source && arrow.To == target);
    }

    private static string FileOf(string name) =>
        ServerCode.Files.Where(file => Path.GetFileName(file) == name).ToList() switch
        {
            [var only] => only,
            [] => throw new InvalidOperationException($"docs/architecture.md: the server has no file {name}"),
            var several => throw new InvalidOperationException(
                $"docs/architecture.md: {name} is more than one file: {string.Join(", ", several)}"
            ),
        };

    private static Dictionary<string, (List<Step> Steps, int Most)> All()
    {
        var text = File.ReadAllText(Document);
        return Heading()
            .Matches(text)
            .ToDictionary(
                match => match.Groups["name"].Value,
                match => (StepsOf(match.Groups["body"].Value), Number(match.Groups["most"])),
                StringComparer.Ordinal
            );
    }

    private static List<Step> StepsOf(string text) =>
        [
            .. StepLine()
                .Matches(text)
                .Select(match => new Step(
                    Number(match.Groups["number"]),
                    match.Groups["file"].Value,
                    [
                        .. match
                            .Groups["verb"]
                            .Captures.Zip(match.Groups["to"].Captures)
                            .SelectMany(pair =>
                                Digits().Matches(pair.Second.Value).Select(digits => (pair.First.Value, Number(digits)))
                            ),
                    ]
                )),
        ];

    private static int Number(Capture digits) => int.Parse(digits.Value, CultureInfo.InvariantCulture);

    private sealed record Step(int Number, string File, IReadOnlyList<(string Verb, int Number)> Leads);

    [GeneratedRegex(@"^### (?<name>[^\n]*), at most (?<most>\d+) files\n(?<body>.*?)(?=^##|\z)", Pattern)]
    private static partial Regex Heading();

    [GeneratedRegex(
        @"^(?<number>\d+)\. \[`(?<file>[^`]+)`\]\([^)]+\)"
            + @"( (and )?(?<verb>calls|uses) (?<to>\d+(?:(?:, | and )\d+)*))*:",
        RegexOptions.Multiline
    )]
    private static partial Regex StepLine();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    private const RegexOptions Pattern = RegexOptions.Multiline | RegexOptions.Singleline;
}
