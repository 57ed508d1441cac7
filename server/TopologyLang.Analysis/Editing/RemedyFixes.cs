using System.Collections.Immutable;
using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Remedies;
using TopologyLang.Language.Queries.Fixes;
using TopologyLang.Language.Syntax;

namespace TopologyLang.Analysis.Editing;

/// <summary>The checked remedies of the findings at a place, as changes of the text.</summary>
public static class RemedyFixes
{
    public static IEnumerable<Fix> At(FileAnalysis analysis, TextSpan range, CancellationToken cancellation) =>
        from finding in analysis.Findings
        where finding.Run is not null && finding.Where.Path == analysis.Path
            && finding.Where.Span.Start <= range.End && finding.Where.Span.End >= range.Start
        from fix in Of(analysis, finding, cancellation)
        select fix;

    private static IEnumerable<Fix> Of(FileAnalysis analysis, Finding finding, CancellationToken cancellation) =>
        analysis.Remedies.For(finding.Run!, cancellation).Select((remedy, place) =>
            new Fix($"{Verb(remedy)} `{remedy.Text}` (checked: {remedy.Cost})", FixKind.QuickFix, Changes(analysis, remedy))
            {
                Answers = (finding.Code.Id, finding.Where),
                IsPreferred = place == 0,
            });

    private static string Verb(Remedy remedy) => remedy.Kind == RemedyKind.Insert ? "Insert" : "Write";

    private static ImmutableArray<FileChange> Changes(FileAnalysis analysis, Remedy remedy) =>
        [.. remedy.Edits.Select(edit => new FileChange(edit.Where.Path, Change(analysis, remedy.Kind, edit)))];

    /// <summary>A statement goes on a line of its own before the other, as far in as that one.</summary>
    private static TextChange Change(FileAnalysis analysis, RemedyKind kind, RemedyEdit edit)
    {
        if (kind != RemedyKind.Insert)
        {
            return new TextChange(edit.Where.Span, edit.Text);
        }

        var text = Text.LineRange.TextOf(analysis, edit.Where.Path);
        var line = text.LineSpan(text.PositionOf(edit.Where.Span.Start).Line);
        var indent = text.Content[line.Start..edit.Where.Span.Start];
        return string.IsNullOrWhiteSpace(indent)
            ? new TextChange(new TextSpan(line.Start, 0), $"{indent}{edit.Text}\n")
            : new TextChange(new TextSpan(edit.Where.Span.Start, 0), $"{edit.Text}; ");
    }
}
