using System.Collections.Immutable;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Pipeline;
using TopologyLang.Language.Queries.Fixes;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Editing;

/// <summary>The checked remedies of the findings at a place, as changes of the text.</summary>
public static class RemedyFixes
{
    public static IEnumerable<Fix> At(FileAnalysis analysis, TextSpan range, CancellationToken cancellation) =>
        from finding in analysis.Findings
        where
            finding.Where.Path == analysis.Path
            && finding.Where.Span.Start <= range.End
            && finding.Where.Span.End >= range.Start
        from fix in Of(analysis, finding, cancellation)
        select fix;

    private static IEnumerable<Fix> Of(FileAnalysis analysis, Finding finding, CancellationToken cancellation) =>
        analysis
            .Remedies.For(finding, cancellation)
            .Select(
                (remedy, place) =>
                    new Fix(
                        $"{Verb(remedy.Kind)} `{remedy.Text}` (checked: {remedy.Cost})",
                        FixKind.QuickFix,
                        Changes(remedy)
                    )
                    {
                        Answers = (finding.Code.Id, finding.Where),
                        IsPreferred = place == 0,
                    }
            );

    private static string Verb(RemedyKind kind) =>
        kind switch
        {
            RemedyKind.Insert => "Insert",
            RemedyKind.Replace => "Write",
            RemedyKind.Set => "Add",
            _ => "Remove",
        };

    private static ImmutableArray<FileChange> Changes(Remedy remedy) =>
        [.. remedy.Edits.Select(edit => new FileChange(edit.Where.Path, edit.Change))];
}
