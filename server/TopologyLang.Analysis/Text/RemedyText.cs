using TopologyLang.Analysis.Findings;
using TopologyLang.Analysis.Locations;
using TopologyLang.Language.Binding;

namespace TopologyLang.Analysis.Text;

/// <summary>A remedy as one line: where, what, at what cost.</summary>
public static class RemedyText
{
    public static string Line(Binding binding, Remedy remedy)
    {
        var edits = remedy.Edits.Select(edit =>
        {
            var line = LineRange.Of(binding, edit.Where).Start.Line + 1;
            return remedy.Kind switch
            {
                RemedyKind.Insert => $"`{edit.Text}` before line {line}",
                RemedyKind.Set => $"`{edit.Text}` added to the declaration in line {line}",
                RemedyKind.Remove => $"without `{edit.Text}` in line {line}",
                _ => $"`{edit.Text}` in line {line}",
            };
        });
        var outdated = remedy.Outdated.IsEmpty
            ? ""
            : $"; then no longer true: {string.Join(", ", remedy.Outdated.Select(text => $"`expect {text}`"))}";
        return $"{string.Join(" and ", edits)} ({remedy.Cost}; checked{outdated})";
    }
}
