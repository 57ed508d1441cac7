using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Binding.Schemas;
using TopologyLang.Language.Binding.Values;
using TopologyLang.Language.Vocabulary;
using TopologyLang.Simulation.Coherence;

namespace TopologyLang.Analysis.Tests;

/// <summary>
/// Holds what docs/model.md says of defaults over every example: where one is said to err to the safe side, or to a
/// refusal, the other values turn nothing that is coherent into something stale.
/// </summary>
public partial class DefaultSideTests
{
    public static TheoryData<string, bool> Files
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var file in Directory.GetFiles(Examples.Folder, "*.topo"))
            {
                data.Add(Path.GetFileName(file), true);
                data.Add(Path.GetFileName(file), false);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_other_value_makes_coherent_stale(string file, bool cached)
    {
        var written = File.ReadAllText(Path.Combine(Examples.Folder, file));
        var text = cached ? written : WithoutCaching(written);
        var before = Checked.Text(text);
        var coherent = Programs(before, VerdictKind.Coherent);

        Assert.Empty(
            from standing in DefaultStandings.All
            where standing.Side is DefaultSide.Safe or DefaultSide.Refuses
            from value in Others(Schema.Find(standing.Kind, standing.Property)!)
            let after = Checked.Text(With(before, text, standing.Kind, standing.Property, value))
            from program in Programs(after, VerdictKind.Stale).Intersect(coherent)
            where !IsRefused(after, program.Program)
            select $"{standing.Property} = {value}: {program}"
        );
    }

    /// <summary>Its device is not where the file says, which the kernel's answer shows.</summary>
    private static bool IsRefused(FileAnalysis analysis, string program) =>
        analysis.System.Timelines.Any(timeline =>
            timeline.Kernel.Operations.Any(outcome =>
                outcome is { Refused: true, Operation.Device: { } device }
                && timeline.Topology.Programs.Any(one => one.Name == program && one.Devices.Contains(device))
            )
        );

    private static ImmutableArray<string> Others(PropertySchema property) =>
        property.Value switch
        {
            ValueKind.YesNo => ["yes", "no"],
            ValueKind.Word => property.Words,
            ValueKind.Count => ["3"],
            _ => [],
        };

    private static HashSet<(string Program, int Run, string? Scenario)> Programs(
        FileAnalysis analysis,
        VerdictKind kind
    ) =>
        [
            .. from timeline in analysis.System.Timelines
            from run in timeline.Runs
            where run.Verdict.Kind == kind
            select (run.Program.Name, run.Run.Run, timeline.Scenario),
        ];

    /// <summary>
    /// The same with mappings that bypass the caches, beside which a request that snoops may be the worse one.
    /// </summary>
    private static string WithoutCaching(string text) =>
        CachedBuffer()
            .Replace(
                text,
                text.Contains("arm64", StringComparison.Ordinal) ? "${declaration} normal_nc" : "${declaration} uc"
            );

    [GeneratedRegex(@"(?<declaration>buffer .*) wb\b")]
    private static partial Regex CachedBuffer();

    /// <summary>Every declaration of the kind that leaves the property to its default says the value.</summary>
    private static string With(FileAnalysis analysis, string text, DeclarationKind kind, string property, string value)
    {
        var changed = new StringBuilder(text);
        foreach (
            var symbol in analysis.Binding.All.Where(one => one.Kind == kind && one.Path == analysis.Path).Reverse()
        )
        {
            if (
                analysis.Binding.PropertiesOf(symbol).FirstOrDefault(one => one.Name == property) is
                { Origin: PropertyOrigin.Default }
            )
            {
                var brace = text.IndexOf('{', symbol.Declaration.Start);
                changed.Insert(brace + 1, $" {property} = {value} ");
            }
        }

        return changed.ToString();
    }
}
