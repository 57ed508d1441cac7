using TopologyLang.Analysis.Remedies;

namespace TopologyLang.Analysis.Text;

/// <summary>A remedy as one line: where, what, at what cost.</summary>
public static class RemedyText
{
    public static string Line(FileAnalysis analysis, Remedy remedy)
    {
        var edits = remedy.Edits.Select(edit =>
        {
            var line = LineRange.Of(analysis, edit.Where).Start.Line + 1;
            return remedy.Kind == RemedyKind.Insert ? $"`{edit.Text}` before line {line}" : $"`{edit.Text}` in line {line}";
        });
        return $"{string.Join(" and ", edits)} ({remedy.Cost}; checked)";
    }
}
