using System.Collections.Immutable;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Tests.Remedies;

/// <summary>
/// Every remedy that is offered for the examples, written into the file: the fault is gone and nothing else has come.
/// </summary>
public class RemedyExampleTests
{
    public static TheoryData<string> AllExamples => Examples.All;

    [Theory]
    [MemberData(nameof(AllExamples))]
    public void Written_into_the_file_a_remedy_mends_what_it_is_offered_for(string file)
    {
        var before = Examples.Analyse(file);

        Assert.Equal(
            [],
            before.Findings.SelectMany(finding =>
                before
                    .Remedies.For(finding, CancellationToken.None)
                    .SelectMany(remedy => Complaints(before, finding, remedy))
            )
        );
    }

    [Theory]
    [MemberData(nameof(AllExamples))]
    public void A_stale_run_of_a_program_that_is_written_down_has_a_remedy(string file)
    {
        var analysis = Examples.Analyse(file);
        var stale = analysis
            .System.Timelines.SelectMany(timeline => timeline.Runs)
            .Where(run => run.Verdict.IsFault && !run.Program.BuiltIn);

        Assert.DoesNotContain(stale, run => analysis.Remedies.For(run, CancellationToken.None).IsEmpty);
    }

    private static IEnumerable<string> Complaints(FileAnalysis before, Finding finding, Remedy remedy)
    {
        var after = Examples.Analyse(
            before.Path,
            SourceText.From(remedy.ApplyTo(before.Path, before.Tree.Text.Content))
        );
        var faults = finding.Faults.Select(fault => fault.Key).ToList();
        var left = KeysOf(after).Intersect(faults).Select(key => $"{remedy.Text} leaves {key}");
        // A leak check that a program told already has no finding before, but stood before.
        var leaks = before.System.Timelines.SelectMany(timeline =>
            timeline.Runs.Where(run => run.Verdict.IsFault).Select(run => Fault.Of(timeline, run).Key)
        );
        var came = KeysOf(after).Except(KeysOf(before)).Except(leaks).Select(key => $"{remedy.Text} brings {key}");
        var unmet = after
            .Expectations.Where(answer => !answer.Met)
            .Select(answer => after.Binding.ExpectationText(answer.Index))
            .Except(remedy.Outdated)
            .Select(text => $"{remedy.Text} silently breaks expect {text}");
        var errors = after
            .Findings.Where(other =>
                other.Severity <= Severity.Warning && other.Code != FindingCode.UnmetExpectation && other.Faults.IsEmpty
            )
            .Select(other => $"{remedy.Text} brings {other.Code.Id} {other.Message}");
        return left.Concat(came).Concat(unmet).Concat(errors);
    }

    /// <summary>Of the findings that remedies are looked for, whatever their severity.</summary>
    private static ImmutableHashSet<string> KeysOf(FileAnalysis analysis) =>
        [.. analysis.Findings.SelectMany(finding => finding.Faults).Select(fault => fault.Key)];
}
